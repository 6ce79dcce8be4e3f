pragma circom 2.1.9;

/** Selectors that add up to the index, but need not be one: 3 = 1 + 2. */
template Canary(FIXED) {
    signal input index;
    signal output chosen[4];
    var sum = 0;
    var count = 0;
    for (var i = 0; i < 4; i++) {
        chosen[i] <-- index == i ? 1 : 0; // constrained by being a bit and by the sums below
        chosen[i] * (chosen[i] - 1) === 0;
        sum += i * chosen[i];
        count += chosen[i];
    }
    sum === index;
    if (FIXED == 1) { count === 1; }
}
