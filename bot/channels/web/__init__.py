"""The web chat: JSON for the widget, pages for everybody else."""
