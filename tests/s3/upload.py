"""Copies a folder into an S3 bucket, with PyArrow's client. usage: upload.py FOLDER BUCKET/PREFIX"""

import os
import sys

import pyarrow.fs as fs

s3 = fs.S3FileSystem(
    endpoint_override=os.environ["CAURI_TEST_S3_ENDPOINT"].removeprefix("http://"), scheme="http", region="us-east-1"
)
fs.copy_files(sys.argv[1], sys.argv[2], destination_filesystem=s3)
