"""Rasa's side of the wire: started lean, reached by one authenticated channel, kept in our own database."""
