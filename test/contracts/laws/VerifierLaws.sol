// SPDX-License-Identifier: Apache-2.0
// A key of which everything is known stands beside what is tried with it.
// solhint-disable one-contract-per-file
pragma solidity 0.8.37;

import {IGroth16Errors} from "../../../contracts/interfaces/IGroth16Errors.sol";
import {IGroth16Verifier} from "../../../contracts/interfaces/IGroth16Verifier.sol";
import {SCALAR_ORDER} from "../../../contracts/libraries/Field.sol";
import {Groth16Verifier} from "../../../contracts/verifier/Groth16Verifier.sol";

/// @title KnownKey
/// @notice The shipped equation over a key whose every scalar is known, so that anyone can prove anything with it: α = 2,
/// β = 1, γ = 2, δ = 3 and IC_i = i + 1 times the generators.
contract KnownKey is Groth16Verifier {
    function _inputPoints() internal pure override returns (uint256[12] memory) {
        return [
            1,
            2,
            1368015179489954701390400359078579693043519447331113978918064868415326638035,
            9918110051302171585080402603319702774565515993150576347155970296011118125764,
            3353031288059533942658390886683067124040920775575537747144343083137631628272,
            19321533766552368860946552437480515441416830039777911637913418824951667761761,
            3010198690406615200373504922352659861758983907867017329644089018310584441462,
            4027184618003122424972590350825261965929648733675738730716654005365300998076,
            10744596414106452074759370245733544594153395043370666422502510773307029471145,
            848677436511517736191562425154572367705380862894644942948681172815252343932,
            4503322228978077916651710446042370109107355802721800704639343137502100212473,
            6132642251294427119375180147349983541569387941788025780665104001559216576968
        ];
    }

    function _fixedPairs() internal pure override returns (uint256[30] memory pairs) {
        (pairs[0], pairs[1]) = (
            1368015179489954701390400359078579693043519447331113978918064868415326638035,
            9918110051302171585080402603319702774565515993150576347155970296011118125764
        );
        _put(pairs, 2, [
            11559732032986387107991004021392285783925812861821192530917403151452391805634,
            10857046999023057135944570762232829481370756359578518086990519993285655852781,
            4082367875863433681332203403145435568316851327593401208105741076214120093531,
            8495653923123431417604973247489272438418190587263600148770280649306958101930
        ]);
        _put(pairs, 8, [
            14583779054894525174450323658765874724019480979794335525732096752006891875705,
            18029695676650738226693292988307914797657423701064905010927197838374790804409,
            11474861747383700316476719153975578001603231366361248090558603872215261634898,
            2140229616977736810657479771656733941598412651537078903776637920509952744750
        ]);
        _put(pairs, 14, [
            7273165102799931111715871471550377909735733521218303035754523677688038059653,
            2725019753478801796453339367788033689375851816420509565303521482350756874229,
            957874124722006818841961785324909313781880061366718538693995380805373202866,
            2512659008974376214222774206987427162027254181373325676825515531566330959255
        ]);
    }

    function _put(uint256[30] memory pairs, uint256 place, uint256[4] memory point) private pure {
        for (uint256 i = 0; i < 4; ++i) pairs[place + i] = point[i];
    }
}

/// @title VerifierLaws
/// @notice What the shipped verifier accepts and refuses: every honest proof, and nothing else that is tried; a refusal is
/// one of its own errors and leaves gas.
contract VerifierLaws {
    /// What a verification may burn, whatever it is given.
    uint256 private constant _GAS = 450_000;

    KnownKey private immutable _VERIFIER = new KnownKey();

    function testHonestProofs(uint256 c, uint256[5] memory inputs) external view {
        inputs = _reduced(inputs);
        _accepts(abi.encodeCall(IGroth16Verifier.verify, (_proofOf(c, inputs), inputs)), IGroth16Verifier.verify.selector);
    }

    function testHonestPairs(uint256[2] memory c, uint256[5] memory one, uint256[5] memory two) external view {
        (one, two) = (_reduced(one), _reduced(two));
        bytes memory asked = abi.encodeCall(IGroth16Verifier.verifyPair, (_proofOf(c[0], one), one, _proofOf(c[1], two), two));
        _accepts(asked, IGroth16Verifier.verifyPair.selector);
    }

    function testOneWordChanged(uint256 c, uint256[5] memory inputs, uint256 place, uint256 word) external view {
        inputs = _reduced(inputs);
        _refusesChanged(abi.encodeCall(IGroth16Verifier.verify, (_proofOf(c, inputs), inputs)), place % 13, word);
    }

    /// The nearest wrong values: the next number, the same modulo either order, the negated coordinate.
    function testOneWordNudged(uint256 c, uint256[5] memory inputs, uint256 place, uint256 how) external view {
        inputs = _reduced(inputs);
        bytes memory asked = abi.encodeCall(IGroth16Verifier.verify, (_proofOf(c, inputs), inputs));
        _refusesNudged(asked, place % 13, how);
    }

    function testOneWordOfPairChanged(uint256[2] memory c, uint256[5] memory one, uint256 place, uint256 how)
        external
        view
    {
        one = _reduced(one);
        bytes memory asked = abi.encodeCall(IGroth16Verifier.verifyPair, (_proofOf(c[0], one), one, _proofOf(c[1], one), one));
        _refusesNudged(asked, place % 26, how);
    }

    function testAnyWords(uint256[8] memory proof, uint256[5] memory inputs) external view {
        _refuses(abi.encodeCall(IGroth16Verifier.verify, (proof, inputs)));
    }

    function testAnyLength(uint256 c, uint256[5] memory inputs, bytes memory more, uint16 less) external view {
        inputs = _reduced(inputs);
        bytes memory asked = abi.encodeCall(IGroth16Verifier.verify, (_proofOf(c, inputs), inputs));
        if (more.length != 0) _refuses(bytes.concat(asked, more));
        uint256 length = asked.length - 1 - less % (asked.length - 4);
        assembly ("memory-safe") {
            mstore(asked, length)
        }
        _refuses(asked);
    }

    /// A = 2 + 2·L + 3·C in the exponent, B the generator.
    function _proofOf(uint256 c, uint256[5] memory inputs) private view returns (uint256[8] memory proof) {
        c = c % (SCALAR_ORDER - 1) + 1;
        uint256 sum = 1;
        for (uint256 i = 0; i < 5; ++i) sum = addmod(sum, mulmod(i + 2, inputs[i], SCALAR_ORDER), SCALAR_ORDER);
        uint256 a = addmod(addmod(2, mulmod(2, sum, SCALAR_ORDER), SCALAR_ORDER), mulmod(3, c, SCALAR_ORDER), SCALAR_ORDER);
        (proof[0], proof[1]) = _times(a);
        proof[2] = 11559732032986387107991004021392285783925812861821192530917403151452391805634;
        proof[3] = 10857046999023057135944570762232829481370756359578518086990519993285655852781;
        proof[4] = 4082367875863433681332203403145435568316851327593401208105741076214120093531;
        proof[5] = 8495653923123431417604973247489272438418190587263600148770280649306958101930;
        (proof[6], proof[7]) = _times(c);
    }

    function _times(uint256 scalar) private view returns (uint256 x, uint256 y) {
        (bool ok, bytes memory answer) = address(7).staticcall(abi.encode(1, 2, scalar));
        assert(ok);
        (x, y) = abi.decode(answer, (uint256, uint256));
    }

    function _reduced(uint256[5] memory inputs) private pure returns (uint256[5] memory) {
        for (uint256 i = 0; i < 5; ++i) inputs[i] %= SCALAR_ORDER;
        return inputs;
    }

    function _accepts(bytes memory asked, bytes4 selector) private view {
        (bool ok, bytes memory answer) = address(_VERIFIER).staticcall{gas: _GAS}(asked);
        assert(ok && answer.length == 32 && abi.decode(answer, (bytes4)) == selector);
    }

    function _refusesNudged(bytes memory asked, uint256 place, uint256 how) private view {
        uint256 old = _wordOf(asked, place);
        uint256 q = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
        unchecked {
            uint256[6] memory near = [old + 1, old - 1, old + SCALAR_ORDER, old + q, q - old, SCALAR_ORDER - old];
            _refusesChanged(asked, place, near[how % 6]);
        }
    }

    function _refusesChanged(bytes memory asked, uint256 place, uint256 word) private view {
        if (word == _wordOf(asked, place)) return;
        assembly ("memory-safe") {
            mstore(add(add(asked, 0x24), shl(5, place)), word)
        }
        _refuses(asked);
    }

    function _wordOf(bytes memory asked, uint256 place) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(asked, 0x24), shl(5, place)))
        }
    }

    /// With an error of the verifier's, or without one where the call was too short to be one.
    function _refuses(bytes memory asked) private view {
        (bool ok, bytes memory answer) = address(_VERIFIER).staticcall{gas: _GAS}(asked);
        assert(!ok);
        if (answer.length == 0) {
            assert(asked.length < 4 + 13 * 32);
            return;
        }
        bytes4 reason = bytes4(answer);
        assert(
            reason == IGroth16Errors.Groth16VerifierWrongLength.selector
                || reason == IGroth16Errors.Groth16VerifierInputTooLarge.selector
                || reason == IGroth16Errors.Groth16VerifierCoordinateTooLarge.selector
                || reason == IGroth16Errors.Groth16VerifierPointOffCurve.selector
                || reason == IGroth16Errors.Groth16VerifierPointAtInfinity.selector
                || reason == IGroth16Errors.Groth16VerifierPairingRefused.selector
                || reason == IGroth16Errors.Groth16VerifierInvalidProof.selector
        );
    }
}
