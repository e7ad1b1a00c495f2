"""Words of an invented report, for units of which only the number and the length matter."""


def _words(text: str) -> list[str]:
    return text.split()


ENGLISH = _words(
    "the port of Alcorza holds boats from May until rain and people of three towns use it for trade"
)
FRENCH = _words(
    "le port d'Alcorza abrite des bateaux de mai à la pluie et les gens de trois villes y font du commerce"
)
