"""What Signpost says to each thing a person does: one module per thing said."""
