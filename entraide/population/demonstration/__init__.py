"""The demonstration world of 15 October 2024: the Communauté urbaine du Grand Reims and twelve of its communes, as values.

Every person is synthetic. What is exact for the Communauté urbaine alone (« Bilan de l'utilisation faite du CNAS », Grand Reims, 25
September 2024), with the whole numbers chosen here:

================================  ==========  ==========  =============
of the Communauté urbaine               2022        2023  source
================================  ==========  ==========  =============
beneficiaries with rights              1,524       1,530  +0.4 %
users                                    841         916  +8.92 %
benefits settled                       2,253       3,099  +37.55 %
contributions, euros              308,212.74  309,767.44  as published
paid, euros                          324,785     380,456  as published
================================  ==========  ==========  =============

so the user rate goes from 55.18 % to 59.87 % (× 1.0849) and the return rate from 105.38 % to 122.82 %. PECV: 446 to 536 users (+20.2 %),
519 to 639 benefits (+23.12 %); accueil de loisirs: 141 to 188 users (+33 %), 200 to 246 benefits (+23 %). 1,460 persons are on the list
at the end of 2023.
"""

from entraide.population.demonstration.building import build
from entraide.population.demonstration.opening import world_to_opening_files
from entraide.population.demonstration.roster import roster_file
from entraide.population.demonstration.specimen import invoice_photo
from entraide.population.demonstration.world import World


__all__ = ["World", "build", "invoice_photo", "roster_file", "world_to_opening_files"]
