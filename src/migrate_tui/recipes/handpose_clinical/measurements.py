"""The JSON of the clinic as its pipeline writes it: text, not objects, for there is much of it."""

from __future__ import annotations

from random import Random

MOVEMENTS = ("finger_tap", "rest_tremor", "postural_tremor", "kinetic_tremor", "hand_open_close")
MODELS = ("Logitech C920", "iPad Pro 11\\u2033", "Pixel 8")
FREQUENCIES = "[0.5,1.0,1.5,2.0,2.5,3.0,3.5,4.0,4.5,5.0,5.5,6.0]"


def protocol(number: int) -> str:
    chosen = (MOVEMENTS[number % 5], MOVEMENTS[number * 3 % 5])
    movements = ",".join(
        f'{{"name":"{name}","duration":{30 + number % 3 * 15},"instructions":"Stay relaxed"}}'
        for name in chosen
    )
    return (
        f'{{"movements":[{movements}],"requiredMetrics":["tremor_frequency","asymmetry_index"],'
        '"clinicalGuidelines":"Evaluate tremor presence, frequency, and asymmetry."}'
    )


def device(number: int) -> str:
    return f'{{"deviceType":"webcam","model":"{MODELS[number % 3]}","resolution":"1920x1080"}}'


def metadata(number: int, random: Random) -> str:
    return (
        f'{{"pipeline":"v1.{number % 4}","computeTime":{int(random.random() * 90)},'
        f'"frames":{number % 3600},"gpu":{"true" if number % 2 else "false"}}}'
    )


def landmarks(random: Random) -> str:
    """Six frames of one landmark."""
    values = (random.random() for _ in range(18))
    frames = ",".join(f"[{x:.4f},{y:.4f},{z:.4f}]" for x, y, z in zip(*[values] * 3, strict=True))
    return f'{{"frames":[{frames}]}}'


def series(random: Random) -> str:
    return "[" + ",".join([f"{random.random():.4f}" for _ in range(12)]) + "]"


def spectrum(hertz: float, random: Random) -> str:
    power = ",".join([f"{random.random() * 3:.2f}" for _ in range(12)])
    return (
        f'{{"frequencies":{FREQUENCIES},"power":[{power}],'
        f'"peaks":[{{"frequency":{hertz:.2f},"power":2.3,"width":0.4}}]}}'
    )


def motion(number: int) -> str:
    return (
        f'{{"wrist":{{"flexion":{60 + number % 20},"extension":{70 + number % 15}}},'
        f'"fingers":{{"thumb":{{"abduction":{50 + number % 20}}},"index":{{"mcp":90,"pip":100}}}}}}'
    )


def asymmetry(number: int) -> str:
    left, right = number % 60 / 10, number % 47 / 10
    return f'{{"left":{{"tremor":{left}}},"right":{{"tremor":{right}}}}}'


def severity(number: int) -> str:
    return f'{{"UPDRS":{number % 5},"customScale":{number % 11},"confidence":0.{number % 90 + 10}}}'
