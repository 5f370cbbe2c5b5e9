#include "ingest/qpdf_lint.h"  // first
//
#include <algorithm>
#include <array>
#include <map>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFXRefEntry.hh>
#include <set>
#include <string>

#include "ingest/pdf_revision.h"

namespace jianzhen::ingest {
namespace {

using Names = std::set<std::string>;

bool is_same(QPDFObjectHandle a, QPDFObjectHandle b) {
  if (a.isStream() != b.isStream()) return false;
  if (!a.isStream()) return a.unparseResolved() == b.unparseResolved();
  if (a.getDict().unparseResolved() != b.getDict().unparseResolved()) return false;
  const auto left = a.getRawStreamData();
  const auto right = b.getRawStreamData();
  return left->getSize() == right->getSize() &&
         std::equal(left->getBuffer(), left->getBuffer() + left->getSize(), right->getBuffer());
}

// Keys of two dictionaries whose values differ.
Names differing(QPDFObjectHandle before, QPDFObjectHandle after) {
  Names keys;
  for (const auto& dictionary : {before, after}) {
    QPDFObjectHandle one = dictionary;
    for (const std::string& key : one.getKeys()) {
      if (before.getKey(key).unparse() != after.getKey(key).unparse()) keys.insert(key);
    }
  }
  return keys;
}

bool is_among(const Names& keys, std::initializer_list<const char*> allowed) {
  return std::ranges::all_of(keys, [&](const std::string& key) {
    return std::ranges::any_of(allowed, [&](const char* one) { return key == one; });
  });
}

bool is_signature_widget(QPDFObjectHandle annotation) {
  return annotation.isDictionary() && annotation.getKey("/Subtype").isNameAndEquals("/Widget") &&
         annotation.getKey("/FT").isNameAndEquals("/Sig");
}

// Every annotation that was there is there, and each new one is the field of a signature.
bool only_signatures_added(QPDFObjectHandle before, QPDFObjectHandle after) {
  if (!after.isArray() || !(before.isArray() || before.isNull())) return false;
  const int count = before.isArray() ? before.getArrayNItems() : 0;
  if (after.getArrayNItems() < count) return false;
  for (int i = 0; i < after.getArrayNItems(); ++i) {
    QPDFObjectHandle one = after.getArrayItem(i);
    if (i < count ? one.unparse() != before.getArrayItem(i).unparse() : !is_signature_widget(one)) {
      return false;
    }
  }
  return true;
}

// One object that the update wrote over.
Growth growth_of(QPDFObjectHandle before, QPDFObjectHandle after) {
  if (is_same(before, after)) return Growth::signatures;
  if (before.isArray() && only_signatures_added(before, after)) return Growth::signatures;
  if (before.isStream() && after.isStream()) {
    const bool metadata = before.getDict().getKey("/Type").isNameAndEquals("/Metadata") &&
                          after.getDict().getKey("/Type").isNameAndEquals("/Metadata");
    return metadata ? Growth::metadata : Growth::content;
  }
  if (!before.isDictionary() || !after.isDictionary()) return Growth::content;
  const Names keys = differing(before, after);
  QPDFObjectHandle type = before.getKey("/Type");
  if (type.isNameAndEquals("/Catalog")) {
    if (is_among(keys, {"/DSS", "/AcroForm", "/Extensions", "/Perms"})) return Growth::signatures;
    return is_among(keys, {"/DSS", "/AcroForm", "/Extensions", "/Perms", "/Metadata", "/Version"})
               ? Growth::metadata
               : Growth::content;
  }
  if (type.isNameAndEquals("/Page")) {
    const bool signed_only =
        is_among(keys, {"/Annots"}) &&
        only_signatures_added(before.getKey("/Annots"), after.getKey("/Annots"));
    return signed_only ? Growth::signatures : Growth::content;
  }
  if (type.isNameAndEquals("/DSS")) return Growth::signatures;
  // The form itself, or a field waiting for its signature.
  if (before.hasKey("/Fields") && is_among(keys, {"/Fields", "/SigFlags", "/DR", "/DA"})) {
    return only_signatures_added(before.getKey("/Fields"), after.getKey("/Fields"))
               ? Growth::signatures
               : Growth::content;
  }
  if (is_signature_widget(before) && !before.hasKey("/V") &&
      is_among(keys, {"/V", "/AP", "/F", "/M", "/Lock"})) {
    return Growth::signatures;
  }
  return Growth::content;
}

// Where an object stands: an update gives it another place.
std::array<qpdf_offset_t, 3> place_of(const QPDFXRefEntry& entry) {
  if (entry.getType() == 1) return {1, entry.getOffset(), 0};
  if (entry.getType() == 2) return {2, entry.getObjStreamNumber(), entry.getObjStreamIndex()};
  return {0, 0, 0};
}

// The form may stand within the catalogue, which shows it as one changed key.
Growth growth_of_form(QPDFObjectHandle before, QPDFObjectHandle after) {
  if (before.isNull()) {
    // The first signature brings the form along.
    QPDFObjectHandle none = QPDFObjectHandle::newNull();
    return after.isNull() || only_signatures_added(none, after.getKeyIfDict("/Fields"))
               ? Growth::signatures
               : Growth::content;
  }
  if (!after.isDictionary()) return Growth::content;
  return growth_of(before, after);
}

}  // namespace

Growth growth_since(std::string_view earlier, QPDF& now) {
  QPDF before;
  before.setSuppressWarnings(true);
  before.processMemoryFile("earlier", earlier.data(), earlier.size());
  const auto then_at = before.getXRefTable();
  const auto now_at = now.getXRefTable();
  const QPDFObjGen info_then = before.getTrailer().getKey("/Info").getObjGen();
  Growth worst = Growth::signatures;
  bool any = false;
  if (now.getTrailer().getKey("/Info").getObjGen() != info_then) worst = Growth::metadata;
  for (const auto& [id, entry] : now_at) {
    const auto known = then_at.find(id);
    if (known == then_at.end()) {
      any = true;  // reached only through what was written over
      continue;
    }
    if (place_of(known->second) == place_of(entry)) continue;
    any = true;
    QPDFObjectHandle then_object = before.getObject(id);
    QPDFObjectHandle now_object = now.getObject(id);
    const bool info = id == info_then;
    worst = std::max(worst, info ? Growth::metadata : growth_of(then_object, now_object));
  }
  worst = std::max(worst, growth_of_form(before.getRoot().getKey("/AcroForm"),
                                         now.getRoot().getKey("/AcroForm")));
  // Bytes that are no update of anything are not explained by signatures.
  return any ? worst : Growth::content;
}

}  // namespace jianzhen::ingest
