#!/bin/sh
# Puts the question that every server of RPC answers (NULL) to NFS (100003) version 4 on 127.0.0.1, port 2049 (8 * 256 + 1).
exec rpcinfo -a 127.0.0.1.8.1 -T tcp 100003 4
