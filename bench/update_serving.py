#!/usr/bin/env python3
"""nexyd's update service beside Debian's nginx, which serves the same files, in one run.

  bench/update_serving.py build/release/bin

Feeds and their 304s by wrk, downloads of a large image by wrk, then 1,000 readers that take one
kilobyte each tenth of a second. Prints figures and ratios; asserts nothing. Needs nginx and wrk.
"""
import argparse
import asyncio
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SLOW_READERS = 1000
FILES = {'feed': 'appcast-beta.xml', 'image': 'downloads/Nexy-2010001.dmg'}


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def resident(pids):
    """Megabytes that these processes hold of their own: pages of the files are not among them."""
    total = 0
    for pid in pids:
        status = pathlib.Path(f'/proc/{pid}/status').read_text()
        total += int(re.search(r'RssAnon:\s+(\d+)', status)[1])
    return total / 1024


def kernel_socket_memory():
    """Megabytes in the buffers of all TCP sockets of the machine."""
    pages = re.search(r'TCP:.* mem (\d+)', pathlib.Path('/proc/net/sockstat').read_text())[1]
    return int(pages) * os.sysconf('SC_PAGE_SIZE') / 1048576


def children(pid):
    return [int(word) for word in
            pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split()]


class Nexyd:
    name = 'nexyd'

    def __init__(self, programs, folder, megabytes, threads):
        (folder / 'words').write_text('correct horse battery staple\n')
        (folder / 'notes.md').write_text('Better.')
        with open(folder / 'Nexy.dmg', 'wb') as image:
            for _ in range(megabytes):
                image.write(os.urandom(1 << 20))
        flags = ['--keys', folder / 'keys', '--store', folder / 'store', '--passphrase-file',
                 folder / 'words', '--set', 'update.public_url=https://example.org/updates']
        for words in (['keygen', '--quick'], ['init'],
                      ['publish', '--unread-program', '--channel', 'beta', '--version', '2.1.0.1', '--notes',
                       folder / 'notes.md', folder / 'Nexy.dmg']):
            run(programs / 'nexyctl', 'update', *words, *flags)
        settings = ['rpc.port=0', 'web.port=0', 'update.port=0', 'update.host=127.0.0.1',
                    'rpc.host=127.0.0.1', 'web.host=127.0.0.1', f'store.path={folder}/nexy.db',
                    f'update.store={folder}/store', f'update.threads={threads}',
                    'update.log_downloads=false', f'update.reports={folder}/reports']
        words = [programs / 'nexyd']
        for setting in settings:
            words += ['--set', setting]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True,
                                        stderr=open(folder / 'nexyd.log', 'w'))
        line = self.process.stdout.readline()
        self.address = json.loads(line[line.index('{'):])['update']

    def pids(self):
        return [self.process.pid]

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Nginx:
    name = 'nginx'

    def __init__(self, nexyd, folder):
        root = folder / 'nginx'
        (root / 'www/downloads').mkdir(parents=True)
        for name in FILES.values():
            run('curl', '-s', '-o', root / 'www' / name, f'http://{nexyd.address}/{name}')
        port = free_port()
        self.address = f'127.0.0.1:{port}'
        temporary = ''.join(f'{kind}_temp_path {root}/{kind};\n' for kind in
                            ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        # What Debian's nginx.conf says, but for the folders.
        (root / 'nginx.conf').write_text(f'''
daemon off; user root; worker_processes auto; pid {root}/pid; error_log {root}/error.log;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  sendfile on; tcp_nopush on; types_hash_max_size 2048; access_log off; {temporary}
  types {{ application/xml xml; }} default_type application/octet-stream;
  server {{ listen {self.address}; root {root}/www; add_header Cache-Control "public, max-age=60"; }}
}}''')
        self.process = subprocess.Popen(['/usr/sbin/nginx', '-p', root, '-c', root / 'nginx.conf',
                                         '-e', root / 'error.log'])
        while True:
            try:
                socket.create_connection(('127.0.0.1', port)).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit((root / 'error.log').read_text())

    def pids(self):
        return [self.process.pid, *children(self.process.pid)]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def processor_seconds(pids):
    total = 0
    for pid in pids:
        fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf('SC_CLK_TCK')


def wrk(server, name, seconds, connections, etag=''):
    words = ['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--timeout', '30s']
    if etag:
        words += ['-H', f'If-None-Match: {etag}']
    before = processor_seconds(server.pids())
    output = run(*words, f'http://{server.address}/{name}')
    spent = processor_seconds(server.pids()) - before
    if 'Socket errors' in output:
        print(server.name, name, re.search(r'Socket errors.*', output)[0])
    rate = float(re.search(r'Requests/sec:\s+([\d.]+)', output)[1])
    number, unit = re.search(r'Transfer/sec:\s+([\d.]+)(\w+)', output).groups()
    megabytes = float(number) * {'KB': 1 / 1024, 'MB': 1, 'GB': 1024}.get(unit, 1 / 1048576)
    requests = int(re.search(r'(\d+) requests in', output)[1])
    return rate, megabytes, 1e6 * spent / max(requests, 1)


def curl_rate(server, name):
    """Megabytes a second of one download."""
    speed = run('curl', '-s', '-o', '/dev/null', '-w', '%{speed_download}',
                f'http://{server.address}/{name}')
    return float(speed) / 1048576


def etag_of(server, name):
    head = run('curl', '-sI', f'http://{server.address}/{name}')
    return re.search(r'(?i)etag: (\S+)', head)[1]


async def read_slowly(address, name, counts, until):
    host, port = address.split(':')
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, (host, int(port)))
    await loop.sock_sendall(sock, f'GET /{name} HTTP/1.1\r\nHost: x\r\n\r\n'.encode())
    got = 0
    counts['open'] += 1
    try:
        while time.monotonic() < until:
            piece = await loop.sock_recv(sock, 1024)
            if not piece:
                break
            got += len(piece)
            await asyncio.sleep(0.1)
        else:
            counts['lasted'] += 1
    finally:
        sock.close()
        counts['bytes'].append(got)


async def slow_readers(server, seconds):
    counts = {'open': 0, 'lasted': 0, 'bytes': []}
    before = resident(server.pids())
    until = time.monotonic() + seconds
    readers = [asyncio.create_task(read_slowly(server.address, FILES['image'], counts, until))
               for _ in range(SLOW_READERS)]
    peak = before
    rates = []
    socket_memory = 0
    while time.monotonic() < until:
        await asyncio.sleep(0.2)
        peak = max(peak, resident(server.pids()))
        socket_memory = max(socket_memory, kernel_socket_memory())
        if counts['open'] == SLOW_READERS and time.monotonic() < until - 3:
            rates.append(await asyncio.to_thread(curl_rate, server, FILES['image']))
    await asyncio.gather(*readers)
    await asyncio.sleep(1)
    after = resident(server.pids())
    got = sorted(counts['bytes'])
    print(f'{server.name}: {counts["lasted"]} of {SLOW_READERS} slow readers served to the end; RSS '
          f'before {before:.1f} MB, at most {peak:.1f} MB, after {after:.1f} MB; each got '
          f'{got[0] // 1024} to {got[-1] // 1024} KiB; {len(rates)} fast downloads '
          f'meanwhile, one after another: at least {min(rates):.0f}, median '
          f'{statistics.median(rates):.0f} MB/s; at most {socket_memory:.0f} MB waited in the kernel')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('programs', type=pathlib.Path, help='folder of nexyd and nexyctl')
    parser.add_argument('--megabytes', type=int, default=256)
    parser.add_argument('--seconds', type=int, default=5, help='of each measurement')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--threads', type=int, default=1, help='update.threads')
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='nexy-serving-', dir='/dev/shm'))
    servers = []
    try:
        nexyd = Nexyd(arguments.programs.resolve(), folder, arguments.megabytes, arguments.threads)
        servers.append(nexyd)
        nginx = Nginx(nexyd, folder)
        servers.append(nginx)
        for title, name, connections, tagged, of in (
                ('feed, 200', FILES['feed'], 32, False, 'requests/s'),
                ('feed, 304', FILES['feed'], 32, True, 'requests/s'),
                ('image', FILES['image'], 8, False, 'MB/s')):
            figures = {nexyd: [], nginx: []}
            spent = {nexyd: [], nginx: []}
            for _ in range(arguments.rounds):
                for server in servers:
                    etag = etag_of(server, name) if tagged else ''
                    rate, megabytes, microseconds = wrk(server, name, arguments.seconds, connections, etag)
                    figures[server].append(rate if of == 'requests/s' else megabytes)
                    spent[server].append(microseconds)
            ours, theirs = (statistics.median(figures[s]) for s in servers)
            print(f'{title}: nexyd {ours:.0f} {of}, nginx {theirs:.0f} {of}, '
                  f'ratio {ours / theirs:.2f}; processor time a request: nexyd '
                  f'{statistics.median(spent[nexyd]):.0f} us, nginx '
                  f'{statistics.median(spent[nginx]):.0f} us', flush=True)
        for server in servers:
            asyncio.run(slow_readers(server, 12))
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder)


main()
