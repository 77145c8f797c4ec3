"""Times validation of a large BIDS tree: Pons beside the official validator, both as whole processes.

    python3 bids.py DATASET FOLDER "./pons" "npx bids-validator"

DATASET is a small valid data set; its subjects are copied under new labels into FOLDER until that holds ten thousand files (recordings as
hard links, so that the disk does not decide). Runs alternate; the medians of five and the ratio are printed, and what each found.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

FILES, REPEATS = 10_000, 5


def copy_subject(source, old, target, new):
    count = 0
    for folder, _, files in os.walk(os.path.join(source, old)):
        into = os.path.join(target, new, os.path.relpath(folder, os.path.join(source, old)))
        os.makedirs(into)
        for name in files:
            to = os.path.join(into, name.replace(old, new))
            try:
                os.link(os.path.join(folder, name), to)
            except OSError:
                shutil.copyfile(os.path.join(folder, name), to)
            count += 1
    return count


def make(source, target):
    os.makedirs(target)
    subjects = sorted(d for d in os.listdir(source) if d.startswith("sub-"))
    rows = open(os.path.join(source, "participants.tsv"), encoding="utf-8").read().splitlines()
    known = {r.split("\t")[0]: r.split("\t")[1:] for r in rows[1:]}
    count, table = 0, [rows[0]]
    for name in os.listdir(source):
        if os.path.isfile(os.path.join(source, name)) and name != "participants.tsv":
            shutil.copyfile(os.path.join(source, name), os.path.join(target, name))
            count += 1
    number = 0
    while count < FILES:
        old = subjects[number % len(subjects)]
        number += 1
        new = f"sub-{number:04d}"
        count += copy_subject(source, old, target, new)
        table.append("\t".join([new, *known[old]]))
    with open(os.path.join(target, "participants.tsv"), "w", encoding="utf-8") as f:
        f.write("\n".join(table) + "\n")
    return count + 1


def timed(command):
    start = time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True)
    return time.perf_counter() - start, run.stdout


def main(source, target, pons, peer):
    files = make(source, target) if not os.path.isdir(target) else sum(len(f) for _, _, f in os.walk(target))
    pons, peer = [*pons.split(), "bids", "validate", target, "--json"], [*peer.split(), target, "--json"]
    timed(pons)
    ours, theirs = [], []
    for _ in range(REPEATS):
        ours.append(timed(pons))
        theirs.append(timed(peer))
    report, other = json.loads(ours[-1][1]), json.loads(theirs[-1][1])
    mine, its = statistics.median(t for t, _ in ours), statistics.median(t for t, _ in theirs)
    print(f"{files} files: Pons {mine:.2f} s, official validator {its:.2f} s, ratio {its / mine:.1f}")
    print("Pons:", {k: v for k, v in report.items() if isinstance(v, (int, bool))})
    print("official:", len(other["issues"]["errors"]), "errors,", [w["key"] for w in other["issues"]["warnings"]])


if __name__ == "__main__":
    main(*sys.argv[1:5])
