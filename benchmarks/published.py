"""What others published for the same protocol."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """A figure of others, in percent."""

    dataset: str
    protocol: str
    measure: str
    percent: float
    who: str


_FEW, _ONE = "10 examples per intent", "full, one threshold"
_CASANUEVA, _LARSON = "Casanueva et al. 2020", "Larson et al. 2019"

PUBLISHED = (
    Published("BANKING77", _FEW, "accuracy", 85.2, f"USE+ConveRT ({_CASANUEVA})"),
    Published("CLINC150", _ONE, "in-scope accuracy", 96.2, f"BERT ({_LARSON})"),
    Published("CLINC150", _ONE, "in-scope accuracy", 91.5, f"Rasa of 2019 ({_LARSON})"),
    Published("CLINC150", _ONE, "out-of-scope recall", 52.3, f"BERT ({_LARSON})"),
    Published("CLINC150", _ONE, "out-of-scope recall", 45.3, f"Rasa of 2019 ({_LARSON})"),
)


def beside(dataset: str, protocol: str, measure: str) -> list[Published]:
    """Return what others published for this figure."""
    return [
        one
        for one in PUBLISHED
        if one.dataset == dataset and one.measure == measure and protocol.startswith(one.protocol)
    ]
