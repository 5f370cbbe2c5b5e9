#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/signing.h"
#include "ingest/test_files.h"
#include "ingest/test_pdf.h"
#include "ingest/test_signing.h"
#include "ingest/test_sink.h"

namespace jianzhen::ingest {
namespace {

using core::ObservationKind;
using testing::HasSubstr;

TestPdf statement() {
  TestPdf pdf;
  pdf.page({.content = long_text()});
  return pdf;
}

class Signatures : public testing::Test {
 protected:
  TestSink read(const std::string& bytes) {
    return read_file(files_.write("signed.pdf", bytes)).sink;
  }
  // The object `number` written anew behind the file, with a table of its own.
  static std::string updated(std::string bytes, int number, const std::string& body,
                             const std::string& more_trailer = {}) {
    const std::size_t old = bytes.rfind("startxref\n") + 10;
    const std::string previous = bytes.substr(old, bytes.find('\n', old) - old);
    const std::string at = std::to_string(bytes.size());
    bytes += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    const std::string table = std::to_string(bytes.size());
    bytes += "xref\n" + std::to_string(number) + " 1\n" + std::string(10 - at.size(), '0') + at +
             " 00000 n \ntrailer\n<< /Root 1 0 R /Size 200 /Prev " + previous + more_trailer +
             " >>\nstartxref\n" + table + "\n%%EOF\n";
    return bytes;
  }

  TestFiles files_;
};

class EveryKey : public Signatures, public testing::WithParamInterface<TestSigner::Key> {};

TEST_P(EveryKey, a_signature_over_the_whole_file_is_valid) {
  const TestSigner signer(GetParam(), "示例科技有限公司");
  const TestSink seen = read(signed_pdf(statement(), signer));
  EXPECT_THAT(seen.detail_of(ObservationKind::signature_valid),
              HasSubstr("示例科技有限公司 · 2024-07-09 01:30:00 UTC"));
}

TEST_P(EveryKey, one_changed_byte_makes_it_invalid) {
  const TestSigner signer(GetParam(), "示例科技有限公司");
  std::string bytes = signed_pdf(statement(), signer);
  bytes[bytes.find("ABCDEF")] = 'B';
  EXPECT_TRUE(read(bytes).has(ObservationKind::signature_invalid));
}

TEST_P(EveryKey, a_digest_enclosed_in_the_old_way_is_checked) {
  const TestSigner signer(GetParam(), "示例科技有限公司");
  const std::string bytes = signed_pdf(statement(), signer, "adbe.pkcs7.sha1");
  EXPECT_TRUE(read(bytes).has(ObservationKind::signature_valid));
}

TEST_P(EveryKey, a_changed_signature_is_invalid) {
  const TestSigner signer(GetParam(), "示例科技有限公司");
  std::string bytes = signed_pdf(statement(), signer);
  // The signature's own last byte, before the zeros that fill its room.
  const std::size_t end = bytes.find("0>", bytes.find("/Contents <"));
  const std::size_t digit = bytes.find_last_not_of('0', end);
  bytes[digit] = bytes[digit] == '0' ? '1' : '0';
  EXPECT_TRUE(read(bytes).has(ObservationKind::signature_invalid));
}

TEST_P(EveryKey, a_chain_that_leads_to_a_configured_root_is_said) {
  const TestSigner root(GetParam(), "示例根证书");
  ASSERT_TRUE(trust_roots(files_.write("roots.pem", root.certificate_pem())));
  const TestSigner signer(GetParam(), "示例科技有限公司", &root);
  EXPECT_THAT(read(signed_pdf(statement(), signer)).detail_of(ObservationKind::signature_valid),
              HasSubstr("trusted: 示例根证书"));
  // Of the same name, but signed by itself.
  const TestSigner other(GetParam(), "示例根证书");
  EXPECT_THAT(read(signed_pdf(statement(), other)).detail_of(ObservationKind::signature_valid),
              HasSubstr("issuer not known here"));
}

INSTANTIATE_TEST_SUITE_P(, EveryKey,
                         testing::Values(TestSigner::Key::rsa, TestSigner::Key::ecdsa,
                                         TestSigner::Key::sm2));

TestSigner anybody() { return {TestSigner::Key::ecdsa, "示例科技有限公司"}; }

TEST_F(Signatures, an_unknown_issuer_is_said_and_is_not_invalid) {
  const TestSink seen = read(signed_pdf(statement(), anybody()));
  EXPECT_THAT(seen.detail_of(ObservationKind::signature_valid), HasSubstr("issuer not known here"));
}

TEST_F(Signatures, a_page_written_anew_after_signing_is_a_change) {
  const std::string bytes = updated(signed_pdf(statement(), anybody()), 8,
                                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>");
  const TestSink seen = read(bytes);
  EXPECT_TRUE(seen.has(ObservationKind::signature_changed_after));
  EXPECT_FALSE(seen.has(ObservationKind::signature_valid));
}

TEST_F(Signatures, bytes_behind_the_end_are_a_change) {
  const TestSink seen = read(signed_pdf(statement(), anybody()) + "% and more\n");
  EXPECT_TRUE(seen.has(ObservationKind::signature_changed_after));
}

TEST_F(Signatures, white_space_behind_the_end_is_none) {
  EXPECT_TRUE(
      read(signed_pdf(statement(), anybody()) + "\r\n").has(ObservationKind::signature_valid));
}

TEST_F(Signatures, what_is_needed_to_verify_it_later_is_no_change) {
  const std::string bytes = signed_pdf(statement(), anybody());
  const std::size_t begin = bytes.find("<< /Type /Catalog");
  std::string catalogue = bytes.substr(begin, bytes.find("\nendobj", begin) - begin);
  catalogue.insert(catalogue.size() - 2, "/DSS << /Certs [] >> ");
  EXPECT_TRUE(read(updated(bytes, 1, catalogue)).has(ObservationKind::signature_valid));
}

TEST_F(Signatures, a_gap_with_anything_but_the_signature_is_invalid) {
  std::string bytes = signed_pdf(statement(), anybody());
  bytes.replace(bytes.find("00> >>"), 6, "0 > >>");
  EXPECT_TRUE(read(bytes).has(ObservationKind::signature_invalid));
}

TEST_F(Signatures, a_form_of_signature_not_known_here_is_neither) {
  const TestSink seen = read(signed_pdf(statement(), anybody(), "Example.Unknown"));
  EXPECT_TRUE(seen.has(ObservationKind::signature_unchecked));
  EXPECT_FALSE(seen.has(ObservationKind::signature_invalid));
}

TEST_F(Signatures, a_file_without_any_says_nothing_of_them) {
  const TestSink seen = read(statement().bytes());
  EXPECT_FALSE(seen.has(ObservationKind::signature_valid));
  EXPECT_FALSE(seen.has(ObservationKind::signature_unchecked));
}

}  // namespace
}  // namespace jianzhen::ingest
