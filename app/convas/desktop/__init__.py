"""Everything Qt.

A program that draws makes very many objects and few in circles, modules that are read most of all: the garbage
collector looks after every 50,000 new ones.
"""

import gc

gc.set_threshold(50_000)
