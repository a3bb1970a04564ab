"""What people say, understood: Rasa components for intents, barriers and entities."""
