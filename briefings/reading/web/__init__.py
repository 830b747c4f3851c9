"""Web pages, also saved ones: parsed as browsers do, and reduced to the article."""
