"""Compares what faultline makes of SAM templates with what aws-sam-translator makes of
them: logical IDs and types. Left out is the deployment of an API, whose ID hashes the
whole API, and who may do what for the data sources of a GraphQL API.

usage: sam.py FAULTLINE TEMPLATE...
"""

import json
import os
import subprocess
import sys

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

REGION = "eu-west-1"


def translated(path):
    os.environ["AWS_DEFAULT_REGION"] = REGION
    with open(path, encoding="utf-8") as f:
        template = yaml_parse(f)
    out = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION)).translate(template, {})
    return {k: v["Type"] for k, v in out["Resources"].items()}


def expanded(faultline, path):
    out = subprocess.run(
        [faultline, "graph", "--raw", "--incomplete=warn", "--region", REGION, path], capture_output=True, text=True, check=True
    )
    resources = json.loads(out.stdout)["resources"]
    return {r["address"].rsplit("/", 1)[1]: r["type"] for r in resources}


def judged(resources):
    return {
        (k, t) for k, t in resources.items()
        if t != "AWS::ApiGateway::Deployment" and not (t == "AWS::IAM::ManagedPolicy" and k.endswith("ConnectorPolicy"))
    }


def main():
    faultline, paths, differ = sys.argv[1], sys.argv[2:], False
    for path in paths:
        want, got = judged(translated(path)), judged(expanded(faultline, path))
        for sign, found in (("missing", want - got), ("not in SAM", got - want)):
            for name, typ in sorted(found):
                print(f"{path}: {sign}: {name} {typ}")
                differ = True
        print(f"{path}: {len(want & got)} of {len(want)} resources agree")
    sys.exit(1 if differ or not paths else 0)


main()
