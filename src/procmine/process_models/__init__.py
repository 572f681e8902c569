"""Models of a process: read, written, walked beside a log, judged and drawn."""

from procmine.process_models.alignment import Alignment, Move, NotAligned, aligned
from procmine.process_models.diagram import Diagram, Element, Flow
from procmine.process_models.model import ProcessModel, model_of_text, read_model, sequence_model
from procmine.process_models.net import Behaviour, Net, is_sound
from procmine.process_models.quality import all_aligned, f_score, fitness, precision, simplicity
from procmine.process_models.walks import walked

__all__ = [
    "Alignment",
    "Behaviour",
    "Diagram",
    "Element",
    "Flow",
    "Move",
    "Net",
    "NotAligned",
    "ProcessModel",
    "aligned",
    "all_aligned",
    "f_score",
    "fitness",
    "is_sound",
    "model_of_text",
    "precision",
    "read_model",
    "sequence_model",
    "simplicity",
    "walked",
]
