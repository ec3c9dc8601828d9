"""A client that keeps its connections: bare sockets in one process, so that it costs little beside the server."""

import selectors
import socket
import time


def request(path, etag=None):
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n".encode()


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.bytes, self.wanted = b"", None

    def send(self, sent):
        self.bytes, self.wanted = b"", None
        self.socket.sendall(sent)

    def is_done(self):
        """Reads what has come; whether the answer is whole."""
        self.bytes += self.socket.recv(1 << 18)
        if self.wanted is None and b"\r\n\r\n" in self.bytes:
            head, _, _body = self.bytes.partition(b"\r\n\r\n")
            length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            self.wanted = len(head) + 4 + (int(length[0].split(b":")[1]) if length else 0)
        return self.wanted is not None and len(self.bytes) >= self.wanted

    def ask(self, sent):
        """(status, headers, body) of one answer."""
        self.send(sent)
        while not self.is_done():
            pass
        head, _, body = self.bytes.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        return int(status.split()[1]), dict(line.split(": ", 1) for line in lines), body


def seconds(port, sent, before=lambda: None, after=lambda: None, times=1):
    """Seconds an answer takes on one kept connection; `before` and `after` run around each and are not counted."""
    connection, spent = Connection(port), 0.0
    connection.ask(sent)
    for _ in range(times):
        before()
        begun = time.perf_counter()
        connection.ask(sent)
        spent += time.perf_counter() - begun
        after()
    connection.socket.close()
    return spent / times


def answers_a_second(port, sent, connections=8, lasting=0.3):
    """How many answers so many connections get, each asking again when it has been answered: (all, a second)."""
    ready = selectors.DefaultSelector()
    for _ in range(connections):
        connection = Connection(port)
        ready.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(sent)
    answered, begun = 0, time.perf_counter()
    while (now := time.perf_counter()) - begun < lasting:
        for key, _event in ready.select(1):
            if key.data.is_done():
                answered += 1
                key.data.send(sent)
    for key in list(ready.get_map().values()):
        key.fileobj.close()
    return answered, answered / (now - begun)
