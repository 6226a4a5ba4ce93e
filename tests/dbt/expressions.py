"""Makes selections over a project out of its manifest: every method, every operator, and mixtures.

The same manifest and seed give the same list. A selection is a list of command-line arguments.
"""

import random

MODES = ["eager", "cautious", "buildable", "empty"]


def things(manifest):
    """Every resource of the graph."""
    sections = ["nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests"]
    found = [one for section in sections for one in manifest[section].values()]
    return [one for one in found if one["resource_type"] != "operation"]


def per_method(manifest):
    """The atoms: `method:value`, grouped by method, each value at most once."""
    atoms = {}

    def add(method, value):
        atoms.setdefault(method, {})[f"{method}:{value}"] = None

    for one in things(manifest):
        kind, name, package = one["resource_type"], one["name"], one["package_name"]
        fqn, path = one["fqn"], one["original_file_path"]
        add("resource_type", kind)
        add("package", package)
        add("path", path)
        folders = path.split("/")
        for depth in range(1, len(folders)):
            add("path", "/".join(folders[:depth]))
        add("path", "/".join(folders[:-1] + ["*"]))
        add("path", folders[0] + "/**/" + folders[-1][:3] + "*")
        add("file", folders[-1])
        add("file", folders[-1].rsplit(".", 1)[0])
        add("file", folders[-1][:4] + "*")
        for tag in one.get("tags", []):
            add("tag", tag)
            add("tag", tag[:3] + "*")
        if kind == "source":
            source = one["source_name"]
            for value in [source, f"{source}.{name}", f"{package}.{source}.{name}", f"{source}.*", f"*.{name}"]:
                add("source", value)
            continue
        for depth in range(1, len(fqn) + 1):
            add("fqn", ".".join(fqn[:depth]))
        for value in [fqn[-1], ".".join(fqn[1:]), fqn[-1][:3] + "*", "*" + fqn[-1][2:], ".".join(fqn[1:-1] + ["*"])]:
            if value:
                add("fqn", value)
        if kind in ("exposure", "metric", "semantic_model", "saved_query", "unit_test"):
            for value in [name, f"{package}.{name}", name[:3] + "*", "*"]:
                add(kind, value)
        if one.get("version") is not None:
            for value in [f"{name}.v{one['version']}", f"{name}_v{one['version']}", name]:
                add("fqn", value)
        config = one.get("config", {})
        if config.get("group"):
            add("group", config["group"])
            add("group", config["group"][:2] + "*")
        for key in ("materialized", "severity", "enabled", "on_schema_change", "store_failures", "full_refresh", "tags"):
            values = config.get(key)
            for value in values if isinstance(values, list) else [values]:
                if value is not None:
                    add(f"config.{key}", str(value).lower() if isinstance(value, bool) else value)
        for key, value in (config.get("meta") or {}).items():
            for leaf in value if isinstance(value, list) else [value]:
                if isinstance(leaf, dict):
                    for inner, text in leaf.items():
                        add(f"config.meta.{key}.{inner}", text)
                else:
                    add(f"config.meta.{key}", leaf)
        add("config.persist_docs.relation", "true")
        add("config.contract.enforced", "true")
        if one.get("test_metadata"):
            add("test_name", one["test_metadata"]["name"])
            add("test_name", one["test_metadata"]["name"][:3] + "*")
    for value in ["generic", "singular", "unit", "data", "schema"]:
        add("test_type", value)
    for value in ["private", "protected", "public"]:
        add("access", value)
    for value in ["latest", "prerelease", "old", "none"]:
        add("version", value)
    add("package", "this")
    return {method: list(values) for method, values in atoms.items()}


def bare(atom, chance):
    """Some values may stand without their method: dbt guesses it."""
    method, value = atom.split(":", 1)
    guessed = method == "fqn" or method == "path" and "/" in value
    guessed = guessed or method == "file" and value.endswith((".sql", ".csv"))
    return value if guessed and ":" not in value and chance.random() < 0.7 else atom


def with_relatives(atom, chance):
    """`+`, depths and `@`."""
    return chance.choice(
        [
            f"{atom}",
            f"+{atom}",
            f"{atom}+",
            f"+{atom}+",
            f"@{atom}",
            f"{chance.randint(0, 2)}+{atom}",
            f"{atom}+{chance.randint(0, 2)}",
            f"{chance.randint(1, 2)}+{atom}+{chance.randint(1, 3)}",
        ]
    )


def selections(manifest, selectors, seed, count):
    """Lists of arguments: first each method alone, then mixtures, `count` in all."""
    chance = random.Random(seed)
    atoms = per_method(manifest)
    made = [[]]
    for method in sorted(atoms):
        for atom in chance.sample(atoms[method], min(4, len(atoms[method]))):
            made.append(["--select", bare(atom, chance)])
    for name in selectors:
        made += [["--selector", name], ["--selector", name, "--indirect-selection", "cautious"]]
    made += odd()
    every = [atom for method in sorted(atoms) for atom in atoms[method]]
    kinds = sorted({one["resource_type"] for one in things(manifest)})
    while len(made) < count:
        # Each method comes up as often as the others, however many values it has.
        draw = lambda: with_relatives(bare(chance.choice(atoms[chance.choice(sorted(atoms))]), chance), chance)
        expression = lambda: ",".join(draw() for _ in range(chance.choice([1, 1, 2, 3])))
        arguments = ["--select", *[expression() for _ in range(chance.choice([1, 1, 2, 3]))]]
        if chance.random() < 0.4:
            arguments += ["--exclude", *[expression() for _ in range(chance.choice([1, 2]))]]
        if chance.random() < 0.5:
            arguments += ["--indirect-selection", chance.choice(MODES)]
        if chance.random() < 0.2:
            arguments += ["--resource-type", chance.choice(kinds)]
        elif chance.random() < 0.2:
            arguments += ["--exclude-resource-type", chance.choice(kinds)]
        made.append(arguments)
    assert every
    return made[:count]


def odd():
    """What nobody means to write, and mistakes: both sides must refuse the same ones."""
    return [
        ["--exclude", "resource_type:test"],
        ["--resource-type", "all"],
        ["--resource-type", "analysis"],
        ["--resource-type", "default", "--select", "*"],
        ["--select", "*", "--indirect-selection", "empty"],
        ["--select", "no_such_node"],
        ["--select", "no_such_node", "tag:nothing"],
        ["--select", "@x+"],
        ["--select", "nonsense:x"],
        ["--select", "resource_type:nonsense"],
        ["--select", "test_type:nonsense"],
        ["--select", "version:nonsense"],
        ["--select", "source:a.b.c.d"],
        ["--select", "exposure:a.b.c"],
        ["--selector", "no_such_selector"],
        ["--select", "state:modified"],
        ["--select", "result:error"],
    ]
