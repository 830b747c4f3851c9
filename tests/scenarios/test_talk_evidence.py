"""Which sentences are offered as evidence of an outcome, and who holds a statement that a citation names."""

from datetime import timedelta

from tests.scenarios.stage import Stage, attachment


async def test_evidence_is_offered_only_where_it_says_something_of_the_statement(stage: Stage):
    said = b"Eels\n\nThe hearing\n\nThe council will vote on the eel pass at the mill weir on 3 March 2026.\n"
    await stage.say("import", files=(attachment("eels.txt", said),))
    other = b"Meals\n\nPrices\n\nThe kitchen contract of the schools expires on 31 March 2026.\n"
    await stage.say("import", files=(attachment("meals.txt", other),))
    stage.now += timedelta(days=40)
    assert "Closest sentences" not in await stage.say("outlook s1 happened")
    outcome = b"Weir\n\nThe vote\n\nThe council voted for the eel pass at the mill weir.\n"
    await stage.say("import", files=(attachment("weir.txt", outcome),))
    told = await stage.say("outlook s1 partly")
    assert "The council voted for the eel pass at the mill weir. (a3)" in told
    assert "kitchen" not in told


async def test_a_holder_whose_name_is_a_citation_is_named(stage: Stage):
    said = b"Meals\n\nCosts\n\nAccording to Rossi (2025), the schools will cook by 3 March 2027.\n"
    said += b"\nReferences\n\nRossi, M. (2025). Kitchens that pay. School Review, 3, 40-52.\n"
    await stage.say("import", files=(attachment("meals.txt", said),))
    assert "deadline, Rossi. According to Rossi" in await stage.say("outlook")
