"""gunicorn as we run it, in the container and by hand: `gunicorn --config deploy/gunicorn.conf.py config.wsgi`."""

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = 2  # WEB_CONCURRENCY in the environment changes it
threads = 4
# Without it the kernel may hand all kept-alive connections to one worker.
reuse_port = True
control_socket_disable = True
worker_tmp_dir = "/dev/shm"  # heartbeats must not wait for a disk
max_requests, max_requests_jitter = 20000, 2000
keepalive = 75  # longer than the proxy's, so that never the server closes first
accesslog = "-"
# The proxy's address would be the same on every line.
access_log_format = '%({x-real-ip}i)s "%(r)s" %(s)s %(b)s %(M)sms'
