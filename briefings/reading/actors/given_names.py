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
    Abigail Ada Adama Adele Adèle Agathe Agnes Agnieszka Ahmet Ailsa Ainhoa Aino Alasdair Alban Alberto Albin
    Alec Aled Aleksandar Aleksander Aleksandr Alessandra Alessandro Alexis Alfonso Alicia Alina Aline Alix Almut
    Aloïs Alun Amandine Ambroise Amelia Amelie Amine Amy Anastasia Anatole Anaïs Andrus Andrés Angharad Angèle
    Annabel Anni Annick Ante Antonella Antonia Antti Aoife Apolline Archie Ariane Arianna Armand Armando Armelle
    Arno Artur Arturo Arvid Arvydas Ashley Attila Aubin Aude Audrey Auguste Augusto Aurore Aurélien Awa Ayşe
    Aïcha Aïssatou Balázs Baptiste Barnabé Barry Bartosz Bastien Becky Begoña Belén Ben Benoît Beppe Berend
    Bernadette Berthe Beth Bethan Bethany Betty Beverly Binta Blaise Blandine Bonnie Borut Boubacar Boyko Brad
    Bradley Bram Brenda Brendan Brent Brett Brice Bridget Brigid Brigitta Bryan Bryn Burkhard Bärbel Bénédicte
    Bérangère Bérénice Callum Calvin Cameron Caoimhe Capucine Carles Carlo Carmela Carolin Carolyn Carwyn
    Cassandra Catarina Cathy Catriona Cecilia Cees Chad Charlie Charlène Cheikh Cheryl Chiara Christelle Ciarán
    Cindy Claas Clarence Clarisse Claudine Claudio Clifford Clint Clive Clotilde Clémence Clémentine Cody
    Colette Connie Connor Conny Conor Coralie Corentin Corey Cormac Courtney Cristian Cristóbal Curtis Cynthia
    Cyrille Cédric Célestin Célia Césaire César Călin Daan Dafydd Dalia Damian Damien Daniele Danièle Daria
    Dario Darren Darya Daryl Dave Davide Debbie Debra Declan Deirdre Delphin Denise Deniz Derek Dermot Dewi
    Dexter Diana Diane Dilma Dimitri Dimitris Domenico Dominic Donna Doreen Dorothy Dorothée Doug Dragan Duane
    Duarte Dubravka Duncan Dustin Dwight Dylan Déborah Dörte Eamon Eberhard Eddie Edi Edith Edmund Eero Egils
    Eileen Ekkehard Ekrem Elaine Eleanor Eleni Elfriede Eli Elif Elijah Elina Ellie Elliot Elliott Elly Elmer
    Elsa Eluned Emanuele Emilia Emilio Emre Emrys Enrico Enrique Enzo Erica Erika Erin Ernest Ernestine Esko
    Esteban Estelle Ethan Ettore Eugene Eugénie Eunice Evan Evelin Evelyn Everett Ewa Ewan Ezra Fabienne
    Fabrizio Fatih Fatma Fatou Fatoumata Faustine Federica Federico Felicity Felipe Femke Ferenc Fergus Fernán
    Filipe Filippo Finn Fintan Fiona Flavien Flora Florent Florin Florine Franca Francesca Frans Fraser Frauke
    Freddie Frederick Freya Frieda Fátima Félicie Félix Gaetano Gail Galina Gareth Gaspard Gautier Gaëlle Gaëtan
    Geert Gemma Geneviève Gennady Gennaro Georgette Georgi Georgina Geraint Gerard Gerrit Gervais Gesa Gesine
    Gheorghe Ghislain Ghislaine Giacomo Giada Gian Giancarlo Gianni Giannis Gijs Gillian Gina Ginette Gino
    Giorgio Giorgos Giovanna Gisbert Gisèle Gitanas Giulia Giulio Gladys Glen Glenn Gloria Gonzalo Gonçalo Goran
    Graziano Graça Gregorio Greta Grete Grzegorz Gráinne Gudrun Guglielmo Guilhem Guillemette Guillermo Gunilla
    Gunvor Gwen Gwenaël Gwenaëlle Gwendolyn Gábor Göran Gösta Haakon Hadrien Hajo Hakan Halvor Hamish Hana
    Hannelore Hannu Harriet Harrison Hartmut Harvey Hashim Hattie Hazel Heather Hedwig Heidemarie Heidi Heidrun
    Heikki Heinz-Peter Hella Henrike Hervé Hilary Hilde Hildegard Hillary Hippolyte Hortense Howard Hrvoje Hugh
    Huguette Huw Håkan Håkon Héctor Iain Ibrahima Ieuan Ignacio Ignazio Ilaria Ildikó Ilir Ilkka Ilya Imke
    Imogen Ineke Ingeborg Ingmar Ingrida Ingvild Inken Innes Inès Inés Inês Ioana Ion Irma Irène Isaac Isabella
    Isaiah Isaure Issa István Ivana Ivaylo Jaap Jacek Jackie Jacky Jaime Jair Janez Jannik Janusz Jari Jaroslav
    Jarosław Jasper Jayne Jean-Jacques Jeanette Jeanne Jed Jelena Jenna Jennifer Jenny Jeremiah Jeremy Jeroen
    Jerome Jerzy Jesper Jesse Jessie Jesús Jitka Jiří Joana Joanna Joanne Joaquín Jodie Joey Johnny Jon Joost
    Jordi Joris Jos Joscha Josephine Josette Josiane Josie Jost Joséphine Joyce João Joëlle Judit Judy Juha
    Jukka Jules Juliane Juliet Julio Julius Jurgen Jussi Justine Jyrki Ján Jérémie Jörgen Jānis Kaisa Kaja Kara
    Karel Kari Karim Katalin Katarzyna Katerina Kateřina Kathleen Katie Katrien Katrina Kay Kayla Keira Kelvin
    Kemal Kendall Kendra Kenny Kerry Khadija Khaled Kieran Kilian Kimberly Kira Kiril Kirill Kirk Kirsi Kirsty
    Kitty Kjell Klara Knut Koen Kolinda Konstantinos Kostas Kris Kristalina Kristen Kristjan Kristof Krišjānis
    Krzysztof Kyle Kyriakos Kåre Kévin Laetitia Lana Lasse Lauren Laurens Laurie Lawrence Leah Leena Leif Leigh
    Lena Lene Lenka Lennart Leonardo Lesley Leslie Lewis Leïla Liam Liane Liesbeth Lillian Lindsay Lindsey
    Linnea Linus Lionel Lisbeth Lise Lloyd Llŷr Lois Lola Lorenzo Loretta Lorna Lotte Lou Louisa Loïc Lucette
    Luciana Luciano Lucienne Lucile Lucille Lucinda Lucía Luigi Luise Luiz Lula Luther Luís Lyle Lyn Lynda Lynn
    Lynne Lyudmila László Lætitia Léonie Léopold Maarten Mabel Mackenzie Madeleine Madeline Mads Maeve Mafalda
    Magalie Magda Maggie Maia Maik Mairi Maisie Maja Maksym Malcolm Malika Malu Mamadou Marc-Antoine Marceau
    Marcelle Marcelo Marcia Marcie Marcin Margaux Margery Marguerite Mariam Mariano Maribel Marieke Mariette
    Marija Marijn Marit Marius Marjan Marjorie Markéta Marlies Marlis Marlon Marsha Marten Martijn Marvin Maryse
    Massimo Mathilda Matilde Mats Matti Maud Maude Maureen Maurice Maurizio Mauro Mavis Maxence Maël Maëlle
    Maïté Małgorzata Megan Meike Mel Melinda Melvin Meral Mercè Meredith Merle Mette Mevlüt Mia Michał Michela
    Michele Micheál Mickey Mieke Mihai Mika Mikko Milan Milena Millie Milo Miloš Mindy Minna Miranda Mireille
    Mirjam Mirko Mitch Modou Mogens Moira Molly Montserrat Morag Morgane Morris Morten Mourad Murat Murdo Muriel
    Myra Myriam Myrtle Máire Mário Märt Måns Mélissa Nabil Nacho Nadezhda Natasha Nathan Nathanaël Nathaniel
    Nebojša Nele Nellie Nelly Nenad Nettie Niall Niamh Nicolò Nicușor Niek Nikolaj Nikos Ninon Nora Noreen Norma
    Noé Noémie Nuno Nuri Nuria Nynke Núria Octavio Océane Odd Odette Odile Oisín Oksana Ola Olav Ole Ollie
    Olympe Ondřej Ophélie Orhan Oriane Oriol Orla Orsolya Oswald Ottilie Oumar Ousmane Outi Owain Owen Padraig
    Paloma Pam Pamela Paola Paolo Pascale Patrice Patsy Patti Paulette Paulina Paulo Pavla Paweł Pekka Penelope
    Per Pernille Petr Petro Petteri Philine Philippine Phoebe Phyllis Pia Pierluigi Piero Piet Pietro Pim Polly
    Poppy Priscilla Pádraig Päivi Pär Péter Queenie Quentin Rachael Rachid Radek Radosław Rafał Raffaele Ragnar
    Ragnhild Ramón Randall Randy Raoul Rasmus Raymonde Raúl Recep Reggie Reginald Reinhold Renato Rhoda Rhodri
    Rhonda Rhys Ricardo Riccardo Rickard Rieke Riikka Robbie Roberta Rocco Rocío Rodney Rodolphe Rodrigo Roel
    Rolande Romano Romy Rory Rosalind Rosemary Rosie Roswitha Rosy Roxane Roxanne Ruaridh Rui Rumen Rupert
    Ruprecht Ruslan Russ Russell Ruud Régine Régis Rémy Róisín Rüdiger Sadie Sally Salomé Salvo Samir Sander
    Sanna Saskia Scarlett Seamus Selahattin Selina Seth Seydou Shane Shannon Shaun Shawn Shelley Shelly Sherman
    Sherri Sherry Shirley Shona Sid Sidonie Sietske Sigrid Silas Silvio Sindre Sinead Sinéad Siobhán Sixten Siân
    Sjoerd Slobodan Snežana Sofiane Soizic Solange Solveig Souleymane Stacey Stacy Stan Stanislas Stanisław
    Stanley Stefania Stefano Steffen Steffi Stella Stellan Sture Suzanne Svea Svetlana Swantje Sybil Sylvaine
    Sylvestre Séamus Séverine Sönke Søren Sławomir Tabitha Tadeusz Tadhg Tara Taras Tarja Teemu Teodoro Terence
    Teri Terje Terrence Tess Tessa Thaïs Thea Thelma Theodore Theresia Thibaud Thibault Thijs Tiago Tiffany Tijn
    Tillmann Tilman Timmy Tineke Tiphaine Tjark Toby Todd Tomasz Tomislav Tommaso Tommy Tomás Tomáš Toni Toomas
    Torbjörn Torbjørn Tore Tracey Traute Tricia Trine Troels Trond Trudy Turid Tyler Ugo Ulrika Umberto Undine
    Unni Uta Valentina Valentine Valeria Valerie Valérian Vasco Vasyl Vaughan Veit Velma Verna Vernon Vesna
    Vicente Vicki Vicky Vidar Viggo Viktoriya Vince Vincenzo Viola Violaine Violette Virgile Vittorio Vivian
    Viviane Vivien Vjosa Vojislav Volkmar Václav Wanda Wayne Wendy Wesley Wiebke Wilbur Wilfred Willie Wilma Wim
    Winifred Wojciech Wouter Xander Xavi Yacine Yana Yannik Yannis Yaroslav Yevgeny Ynske Yoann Yolanda Yolande
    Youssef Youssouf Yulia Yuri Yuriy Yusuf Yvan Yvette Zac Zach Zacharie Zachary Zara Zbigniew Zdeněk Zeynep
    Zineb Zofia Zoltán Zoran Zoya Zsolt Zuzana Zé Ákos Álvaro Ángel Åke Åsa Åse Éamon Édith Édouard Éliane Élisa
    Élisabeth Éloïse Éléonore Émile Émilie Émilien Évelyne Íker Íngrid Íñigo Óscar Özlem Øystein Ľubomír Łukasz
    """
)
