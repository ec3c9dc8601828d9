"""A small mail server on loopback that keeps what it takes, and refuses as it is told. It speaks what smtplib asks."""

from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class Server(ThreadingTCPServer):
    """`refusals`: what it answers to the next recipients instead of taking them. `taken`: the letters, parsed."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.refusals, self.taken = [], []


class Talk(StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline():
            if not self.answer(line.decode().strip()):
                return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def answer(self, line):
        """Whether to go on listening."""
        word = line[:4].upper()
        if word == "RCPT" and self.server.refusals:
            self.say(self.server.refusals.pop(0))
        elif word == "DATA":
            self.say("354 go on")
            self.take()
        else:
            self.say("221 bye" if word == "QUIT" else "250 ok")
        return word != "QUIT"

    def take(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=default))
        self.say("250 taken")


@contextmanager
def mail_server():
    with Server() as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
