"""What Signpost knows and how it chooses. Knows nothing of Rasa, the web or any channel."""
