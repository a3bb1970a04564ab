"""What speaks to telephones, with one guard taken out at a time: see `tests/bot/drill/mutants.py`."""

from datetime import timedelta

import bot.channels.whatsapp.when
import knowledge.storage.channel_messages
from knowledge.storage.channel_messages import ChannelMessages
from knowledge.storage.outbox import Delivery, Outbox


def nobody_looks_what_meta_has_taken_already():
    ChannelMessages.parts_taken = lambda self, entry_id: 0


def a_line_that_was_not_taken_is_not_tried_again():
    Outbox.put_off = lambda self, entry_id, next_try, error: self.settle(entry_id, Delivery.SENT, error)


def older_news_of_a_message_undoes_newer():
    class Any(tuple):
        def index(self, _state):
            return len(self)

    knowledge.storage.channel_messages.ORDER = Any(knowledge.storage.channel_messages.ORDER)


def who_is_silent_is_written_to_all_the_same():
    bot.channels.whatsapp.when.WINDOW = timedelta(days=10_000)


def a_message_that_has_failed_is_forgotten():
    ChannelMessages.take_back = lambda self, entry_id, part, at: None


MUTANTS = {
    nobody_looks_what_meta_has_taken_already: ("doubled", 49),
    a_line_that_was_not_taken_is_not_tried_again: ("lost", 30),
    older_news_of_a_message_undoes_newer: ("lost", 96),
    who_is_silent_is_written_to_all_the_same: ("lost", 30),
    a_message_that_has_failed_is_forgotten: ("lost", 101),
}
