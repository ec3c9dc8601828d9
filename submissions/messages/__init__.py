"""What units are told: messages in the workbench, letters by mail, reminders before a window closes.

recipients    who is concerned by a move          announcing    the rows a move leaves, and what it would leave
wording       the sentences, built when read      outbox        letters: written, sent, tried again
reminders     before a window closes              inbox         what a user reads and has read
"""
