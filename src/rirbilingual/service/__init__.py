"""A memory over HTTP: requests in, matches out; units in from those who may.

`app.py` puts it together; `endpoints.py` is the list of what can be asked, from which the OpenAPI document is
made too.
"""
