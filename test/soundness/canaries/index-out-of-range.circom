pragma circom 2.1.9;

/** A table read at an index that nobody checked: beyond its end it reads 0. */
template Canary(FIXED) {
    signal input index;
    signal input table[3];
    signal output out;
    signal inverse[3];
    signal isHere[3];
    signal part[3];
    var count = 0;
    var sum = 0;
    for (var i = 0; i < 3; i++) {
        inverse[i] <-- index == i ? 0 : 1 / (index - i); // constrained by the two lines below
        isHere[i] <== 1 - (index - i) * inverse[i];
        isHere[i] * (index - i) === 0;
        part[i] <== isHere[i] * table[i];
        count += isHere[i];
        sum += part[i];
    }
    if (FIXED == 1) { count === 1; }
    out <== sum;
}
