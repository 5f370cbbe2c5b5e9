#pragma once

// 提交回执: what was handed in and when, with the hash of each file, for whoever handed it in.

#include <string>

#include "core/error.h"
#include "store/catalogue.h"
#include "verify/contest.h"

namespace jianzhen::api {

// A4; the same submission gives the same bytes. The QR code holds the entry's number, the moment
// and the digest over the whole.
std::string receipt_pdf(const store::Submission& submission, const verify::Contest& contest,
                        core::Lang lang);

}  // namespace jianzhen::api
