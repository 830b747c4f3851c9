"""Given names that are common in news: beside one of them, a capitalised word is a surname."""

from briefings.reading.actors.english_words import words

GIVEN_NAMES = words(
    """
    Aaron Abdul Adam Adrian Ahmed Alain Alan Albert Alejandro Alex Alexander Alexandra Alexandre Alexej Alexei
    Alfred Ali Alice Alison Amadou Amanda Amélie Ana Anders Andrea Andreas Andrei Andrej Andrew Andrey Andrzej
    Andreï André Andy Angela Angelika Angus Anja Anke Anna Anne Annalena Anne-Marie Annette Anthony Antje Antoine
    Anton Antonio António Antony Armin Arnaud Arne Arnold Arthur Astrid Augustin Aurélie Axel Barack Barbara Bart
    Bastian Beate Beatrice Beatriz Benedikt Benjamin Bernard Bernd Bernhard Bernie Bertrand Bettina Bill Birgit
    Bjarne Björn Bob Boris Brandon Brian Brigitte Bruce Bruno Camille Carl Carla Carlos Carmen Carole Caroline
    Carsten Catherine Cécile Céline Chantal Charles Charlotte Chloé Chris Christa Christel Christian Christiane
    Christina Christine Christof Christoph Christophe Christopher Claire Clara Claude Claudia Claus Clément Colin
    Corinna Corinne Cornelia Craig Cristina Cyril Dagmar Dan Daniel Daniela Danielle Danny David Dean Deborah
    Delphine Denis Dennis Detlef Didier Diego Dieter Dietmar Dietrich Dirk Dmitri Dmitrij Dmitry Dominik Dominique
    Don Donald Dorothee Doris Douglas Eckart Eduard Eduardo Edward Edwin Elena Eleonora Elisabeth Elizabeth Élise
    Elke Ella Ellen Elon Emil Emily Emma Emmanuel Emmanuelle Eric Erich Erik Ernst Erwin Esther Étienne Eugen Eva
    Fabian Fabien Fabio Fabrice Falk Fanny Felix Ferdinand Fernando Florence Florian Francesco Francis Francisco
    François Françoise Franck Frank Franz Fred Frédéric Frédérique Friedrich Fritz Gabi Gabriel Gabriela Gabriele
    Gary Gavin Geoffrey Georg George Georges Gérard Gerald Gerd Gerhard Gert Gilbert Gilles Giorgia Giovanni
    Giuseppe Gisela Gordon Grace Graham Greg Gregor Grégory Guido Guillaume Gunnar Gunter Gustav Guy Günter Günther
    Hanna Hannah Hannes Hans Hans-Joachim Hans-Peter Harald Harlem Harry Hassan Heike Heiko Heiner Heinrich Heinz
    Helen Helena Helga Helge Hélène Helmut Hendrik Henning Henri Henriette Henry Herbert Hermann Holger Horst Hubert
    Hugo Hussein Ian Ibrahim Igor Ilse Ines Inga Inge Ingo Ingrid Irena Irene Irina Iris Isabel Isabelle Ivan Jack
    Jacob Jacqueline Jacques Jakob James Jamie Jan Jana Jane Janet Janine Jared Jason Javier Jay Jean Jean-Baptiste
    Jean-Claude Jean-François Jean-Louis Jean-Luc Jean-Marc Jean-Marie Jean-Michel Jean-Noël Jean-Paul Jean-Philippe
    Jean-Pierre Jean-Yves Jeff Jeffrey Jens Jérémy Jérôme Jerry Jessica Jill Jim Jo Joachim Joan Joe Joel Joël Johan
    Johann Johanna Johannes John Jonas Jonathan Jordan Jörg Jorge Jörn José Josef Joseph Joshua Josh Juan Judith
    Jule Julia Julian Julie Julien Juliette Jürgen Justin Jutta Kai Karen Karin Karine Karl Karl-Heinz Karla Karsten
    Katarina Kate Katharina Katherine Kathrin Kathy Katja Katrin Keir Keith Ken Kenneth Kerstin Kevin Kim Kirsten
    Klaus Konrad Konstantin Kristin Kristina Kurt Lara Larry Lars Laura Laure Laurence Laurent Lea Leo Leon Leonard
    Leonid Leonie Léa Léo Lily Linda Lisa Liz Lorenz Lothar Louis Louise Luc Luca Lucas Lucia Lucie Lucy Ludovic
    Ludwig Luis Luisa Lukas Luke Lutz Lydia Maciej Magali Magdalena Malte Manfred Manon Manuel Manuela Marc Marcel
    Marco Marcus Mareike Margaret Margarete Margarita Margot Maria Marian Marianne Marie Marie-Christine Marina
    Marine Mario Marion Mark Marko Markus Marlène Marta Martha Martin Martina Mary Mateusz Mathias Mathieu Mathilde
    Matt Matteo Matthew Matthias Matthieu Max Maxim Maxime Maximilian Mehdi Mehmet Melanie Mélanie Melissa Meghan
    Michael Michaela Michel Michèle Michelle Miguel Mike Mikhail Mikhaïl Miriam Mohamed Mohammad Mohammed Monica
    Monika Monique Moritz Moussa Muhammad Mustafa Nadia Nadine Nancy Naomi Natalia Nataliia Natalie Nathalie Neil
    Nicholas Nick Nico Nicola Nicolas Nicolás Nicole Niels Nigel Nikita Nikolai Nikolaus Nils Nina Noah Noël Norbert
    Norman Olaf Oleg Olena Olga Olivia Olivier Oliver Omar Oscar Oskar Otto Pablo Pascal Patricia Patrick Paul Paula
    Pauline Pavel Pedro Peggy Perrine Pete Peter Petra Phil Philip Philipp Philippe Pierre Pierre-Yves Pieter Piotr
    Rachel Rachida Rafael Rainer Ralf Ralph Ramona Raphaël Ray Raymond Rebecca Regina Reinald Reiner Reinhard Rémi
    Renate Renaud René Ricarda Richard Rick Rita Robert Roberto Robin Roger Roland Rolf Roman Romain Ron Ronald Rosa
    Rose Ross Roy Ruben Rudolf Ruth Ryan Sabine Sabrina Salvatore Sam Samantha Samuel Sandra Sandrine Sara Sarah
    Sascha Scott Sean Sébastien Sebastian Sébastian Serge Sergei Sergej Sergey Sergio Ségolène Sharon Sheila Sibylle
    Siegfried Sigmar Silke Silvia Simon Simone Solène Sonia Sonja Sophia Sophie Stefan Stefanie Stéphane Stéphanie
    Stephan Stephanie Stephen Steve Steven Stuart Susan Susanne Sven Svenja Sylvain Sylvia Sylvie Tamara Tanja Tania
    Tatiana Ted Teresa Terry Theo Theodor Theresa Thérèse Thierry Thilo Thomas Thorsten Tibor Tim Timo Timothy Tina
    Tobias Tom Tony Torsten Trevor Tristan Udo Ulf Ulla Ulrich Ulrike Urs Ursula Ute Uwe Valdis Valentin Valérie
    Vanessa Vera Verena Veronika Véronique Victor Victoria Viktor Viktoria Vincent Virginie Vitali Vladimir Volker
    Volodymyr Volodimir Waldemar Walter Werner Wilfried Wilhelm Will William Winfried Wladimir Wolfgang Wolfram
    Wolodymyr Xavier Yann Yannick Yasmin Yves Yvonne Zoé
    """
)
