"""Serve a Roundup tracker with its own web application on this machine: `python roundup_app.py TRACKER PORT`."""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from roundup.cgi.wsgi_handler import RequestDispatcher


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


with make_server(
    "127.0.0.1", int(sys.argv[2]), RequestDispatcher(sys.argv[1]), handler_class=Silent
) as served:
    served.serve_forever()
