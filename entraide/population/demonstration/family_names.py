"""Common French family names, put on synthetic persons: who bears one of them is not meant."""

# Two-word names are written with an underscore here.
_LINES = """
Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel
Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefevre Faure Andre Mercier Blanc Guerin Boyer Garnier
Chevalier François Legrand Gauthier Garcia Perrin Robin Clement Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval
Denis Dumont Marie Lemaire Noel Meyer Dufour Meunier Brun Blanchard Giraud Joly Riviere Lucas Brunet Gaillard Barbier Arnaud
Martinez Gerard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier
Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger
Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty
Aubry Guyot Carre Charles Renault Charpentier Menard Maillard Baron Bertin Bailly Herve Schneider Fernandez Le_Gall Collet Leger
Bouvier Julien Prevost Millet Perrot Daniel Le_Roux Cousin Germain Breton Besson Langlois Remy Le_Goff Pelletier Leveque Perrier
Leblanc Barre Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Etienne Grondin Poulain
Tessier Chevallier Collin Chauvin Da_Silva Bouchet Gay Lemaitre Benard Marechal Humbert Reynaud Antoine Hoarau Perret Barthelemy
Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Gros Buisson Kieffer Delattre Nguyen Benali Haddad Traore
Diallo Bouzid Cherif Ferreira Pereira Rodrigues Costa Santos Kowalski Nowak Ferrand Thibault Delmas Bigot Lebon Camus Ollivier
Blot Pons Didier Coulon Voisin Mahe Guillou Georges Hardy Raynaud Ferry Gomez Barbe Allard Besnard Charrier Jourdan Lelievre
Devaux Valentin Drouet Imbert Leonard Torres Tanguy Duhamel Maury Vallet Chartier Seguin Rossi Launay Lacombe Gregoire Godard
Masse Leduc Jacques Bazin Bodin Rousset Dijoux Maillet Evrard Wagner Prigent Lesage Leconte Peltier Turpin Rocher Navarro Courtois
Delorme Texier Merle Bruneau Poncet Lagarde Gaudin Pruvost Bonneau Cohen Mary Teixeira Labbe Briand Vallee Bertheaux Hebert
Normand Grenier Verdier Guilbert
"""

FAMILY_NAMES = tuple(name.replace("_", " ") for name in _LINES.split())
