// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {TwoNotices} from "../governance/TwoNotices.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";

/// @title PublisherSets
/// @notice Who signs sheets, how many must, and how the owner changes that after the longer notice.
/// @dev The EIP-712 domain is hashed here for each report, of the chain as it is now. A base that caches and describes
/// it (ERC-5267) takes room that the registry has not.
abstract contract PublisherSets is IMarketRegistry, Ownable2Step, TwoNotices {
    struct PublisherSet {
        uint32 version;
        uint32 threshold;
        uint64 activeFrom;
    }

    uint256 private constant _MAX_PUBLISHERS = 32;
    bytes32 private constant _DOMAIN_TYPE = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant _NAME = keccak256("Ballast MarketRegistry");
    bytes32 private constant _VERSION = keccak256("1");
    bytes32 private constant _REPORT_TYPE = keccak256(
        "Report(uint64 epoch,uint256 marketRoot,uint256 sheetRoot,bytes32 dataHash,string location)"
    );

    /// @notice Number of the newest publisher set, cancelled ones included.
    uint32 public publisherSetCount;

    PublisherSet private _current;
    PublisherSet private _next;
    mapping(uint32 version => mapping(address account => bool member)) private _members;

    constructor(address[] memory publishers, uint256 threshold) {
        _current = _register(publishers, threshold, uint64(block.timestamp));
    }

    /// @inheritdoc IMarketRegistry
    function proposePublishers(address[] calldata publishers, uint256 threshold)
        external
        onlyOwner
        returns (uint32 version)
    {
        if (_nextIsDue()) {
            _current = _next;
            delete _next;
        }
        if (_next.version != 0) revert MarketRegistryProposalPending(_next.version, _next.activeFrom);
        _next = _register(publishers, threshold, uint64(block.timestamp) + LOOSEN_NOTICE);
        return _next.version;
    }

    /// @inheritdoc IMarketRegistry
    function cancelPublishers() external onlyOwner {
        if (_next.version == 0 || _nextIsDue()) revert MarketRegistryNothingPending();
        emit PublishersCancelled(_next.version);
        delete _next;
    }

    /// @inheritdoc IMarketRegistry
    function publisherSet() external view returns (uint32 version, uint256 threshold) {
        PublisherSet storage serving = _servingSet();
        return (serving.version, serving.threshold);
    }

    /// @inheritdoc IMarketRegistry
    function isPublisher(address account) external view returns (bool) {
        return _members[_servingSet().version][account];
    }

    /// @inheritdoc IMarketRegistry
    function digest(Report calldata report) public view returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(_DOMAIN_TYPE, _NAME, _VERSION, block.chainid, address(this)));
        bytes32 location = keccak256(bytes(report.location));
        return MessageHashUtils.toTypedDataHash(
            domain,
            keccak256(
                abi.encode(_REPORT_TYPE, report.epoch, report.marketRoot, report.sheetRoot, report.dataHash, location)
            )
        );
    }

    function _checkSignatures(bytes32 signed, bytes[] calldata signatures) internal view {
        PublisherSet storage serving = _servingSet();
        if (signatures.length != serving.threshold) {
            revert MarketRegistryWrongSignatureCount(serving.threshold, signatures.length);
        }
        mapping(address account => bool member) storage members = _members[serving.version];
        address previous = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = ECDSA.recoverCalldata(signed, signatures[i]);
            if (!members[signer]) revert MarketRegistryNotPublisher(i, signer);
            if (signer <= previous) revert MarketRegistrySignersNotAscending(i, signer);
            previous = signer;
        }
    }

    function _register(address[] memory publishers, uint256 threshold, uint64 activeFrom)
        private
        returns (PublisherSet memory set)
    {
        uint256 count = publishers.length;
        if (threshold == 0 || threshold > count || count > _MAX_PUBLISHERS) {
            revert MarketRegistryThresholdOutOfRange(threshold, count);
        }
        set = PublisherSet(++publisherSetCount, uint32(threshold), activeFrom);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            if (publishers[i] <= previous) revert MarketRegistryPublishersNotAscending(i, publishers[i]);
            _members[set.version][publishers[i]] = true;
            previous = publishers[i];
        }
        emit PublishersProposed(set.version, activeFrom, threshold, publishers);
    }

    function _nextIsDue() private view returns (bool) {
        return _next.version != 0 && block.timestamp >= _next.activeFrom;
    }

    function _servingSet() private view returns (PublisherSet storage) {
        return _nextIsDue() ? _next : _current;
    }
}
