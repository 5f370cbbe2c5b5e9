#include "store/base64.h"

#include <sodium.h>

namespace jianzhen::store {
namespace {

constexpr int kUrl = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string encoded(std::string_view bytes, int form) {
  std::string text(sodium_base64_encoded_len(bytes.size(), form), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), form);
  text.pop_back();  // the zero at its end
  return text;
}

}  // namespace

std::string base64url(std::string_view bytes) { return encoded(bytes, kUrl); }

std::string base64(std::string_view bytes) {
  return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string from_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, kUrl) != 0) {
    return {};
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace jianzhen::store
