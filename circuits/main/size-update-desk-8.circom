pragma circom 2.1.9;

include "../statements/size-update.circom";

component main {public [oldCommitment, newCommitment, riskRoot, trade, call]} = SizeUpdate(8, DOMAIN_BOOK_DESK_8());
