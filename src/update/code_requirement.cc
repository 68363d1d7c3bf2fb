// A code requirement as text: the rules that certificates of Apple's developers and our own ones
// lead to. See Apple's "Code Signing Requirement Language"; the numbers are those of its compiler.
#include <cstdint>

#include "base/status.h"
#include "base/strings.h"
#include "update/big_endian.h"
#include "update/code_signature.h"
#include "update/signing_key.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

constexpr std::uint32_t kRequirementMagic = 0xFADE0C00;
constexpr int kDepthMax = 32;

absl::Status Unknown() {
  return RefusalStatus(UpdateRefusal::kMalformed,
                       "The program's designated requirement cannot be read.");
}

enum Rule : std::uint32_t {
  kIdentifier = 2,
  kAppleAnchor = 3,
  kCertificateHash = 4,
  kAnd = 6,
  kOr = 7,
  kCdHash = 8,
  kNot = 9,
  kCertificateField = 11,
  kCertificateGeneric = 14,
  kAppleGenericAnchor = 15,
};

std::string Certificate(std::uint32_t slot) {
  if (slot == 0) return "certificate leaf";
  if (slot == 0xFFFFFFFF) return "certificate root";
  return Concat("certificate ", slot);
}

class RequirementReader {
 public:
  explicit RequirementReader(std::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<std::string> Expression(int depth) {
    if (depth > kDepthMax) return Unknown();
    NEXY_ASSIGN_OR_RETURN(const std::uint32_t rule, Number());
    switch (rule) {
      case kIdentifier: {
        NEXY_ASSIGN_OR_RETURN(const std::string_view name, Data());
        return Concat("identifier \"", name, "\"");
      }
      case kAppleAnchor:
        return std::string("anchor apple");
      case kAppleGenericAnchor:
        return std::string("anchor apple generic");
      case kCdHash: {
        NEXY_ASSIGN_OR_RETURN(const std::string_view hash, Data());
        return Concat("cdhash H\"", HexOf(hash), "\"");
      }
      case kCertificateHash: {
        NEXY_ASSIGN_OR_RETURN(const std::uint32_t slot, Number());
        NEXY_ASSIGN_OR_RETURN(const std::string_view hash, Data());
        return Concat(Certificate(slot), " = H\"", HexOf(hash), "\"");
      }
      case kAnd:
      case kOr:
        return Joined(rule, depth);
      case kNot: {
        NEXY_ASSIGN_OR_RETURN(const std::string inner, Expression(depth + 1));
        return Concat("! (", inner, ")");
      }
      case kCertificateField:
      case kCertificateGeneric:
        return Field(rule);
      default:
        return Unknown();
    }
  }

  bool at_end() const { return at_ == bytes_.size(); }

 private:
  absl::StatusOr<std::uint32_t> Number() {
    const auto number = BigEndian<std::uint32_t>(bytes_, at_);
    if (!number) return Unknown();
    at_ += 4;
    return *number;
  }

  // A length and so many bytes, filled up to a multiple of four.
  absl::StatusOr<std::string_view> Data() {
    NEXY_ASSIGN_OR_RETURN(const std::uint32_t length, Number());
    const auto data = Piece(bytes_, at_, length);
    const std::uint64_t room = (std::uint64_t{length} + 3) / 4 * 4;
    if (!data || !Piece(bytes_, at_, room)) return Unknown();
    at_ += static_cast<std::size_t>(room);
    return *data;
  }

  absl::StatusOr<std::string> Joined(std::uint32_t rule, int depth) {
    NEXY_ASSIGN_OR_RETURN(const std::string first, Expression(depth + 1));
    NEXY_ASSIGN_OR_RETURN(const std::string second, Expression(depth + 1));
    if (rule == kAnd) return Concat(first, " and ", second);
    return Concat("(", first, " or ", second, ")");
  }

  absl::StatusOr<std::string> Field(std::uint32_t rule) {
    NEXY_ASSIGN_OR_RETURN(const std::uint32_t slot, Number());
    NEXY_ASSIGN_OR_RETURN(const std::string_view field, Data());
    const std::string name = rule == kCertificateField ? std::string(field) : "field." + Oid(field);
    NEXY_ASSIGN_OR_RETURN(const std::uint32_t match, Number());
    if (match == 0) return Concat(Certificate(slot), "[", name, "] /* exists */");
    if (match != 1) return Unknown();
    NEXY_ASSIGN_OR_RETURN(const std::string_view value, Data());
    return Concat(Certificate(slot), "[", name, "] = ", value);
  }

  static std::string Oid(std::string_view bytes) {
    std::string text;
    std::uint64_t number = 0;
    for (const char c : bytes) {
      number = (number << 7) | (static_cast<std::uint8_t>(c) & 0x7F);
      if ((static_cast<std::uint8_t>(c) & 0x80) != 0) continue;
      if (text.empty()) {
        const std::uint64_t first = number < 80 ? number / 40 : 2;
        text = Concat(first, ".", number - first * 40);
      } else {
        text += Concat(".", number);
      }
      number = 0;
    }
    return text;
  }

  const std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

absl::StatusOr<std::string> RequirementText(std::string_view blob) {
  const auto magic = BigEndian<std::uint32_t>(blob, 0);
  const auto length = BigEndian<std::uint32_t>(blob, 4);
  const auto kind = BigEndian<std::uint32_t>(blob, 8);
  if (magic != kRequirementMagic || !length || *length < 12 || kind != 1u) return Unknown();
  const auto expression = Piece(blob, 12, *length - 12);
  if (!expression) return Unknown();
  RequirementReader reader(*expression);
  NEXY_ASSIGN_OR_RETURN(std::string text, reader.Expression(0));
  if (!reader.at_end()) return Unknown();
  return text;
}

}  // namespace nexy
