#include "update/code_signature.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "base/status.h"
#include "base/strings.h"
#include "update/big_endian.h"
#include "update/signing_key.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

// A universal program holds one program for each architecture; each ends with its signature: a
// "superblob" with an index of slots. The code directory (slot 0) lists the hash of each page and,
// counted downwards, of what else is sealed; the CMS signature (slot 0x10000) is over it.
constexpr std::uint32_t kUniversal = 0xCAFEBABE;
constexpr std::uint32_t kProgram64 = 0xFEEDFACF;
constexpr std::uint32_t kSignatureCommand = 0x1D;
constexpr std::uint32_t kSuperblob = 0xFADE0CC0;
constexpr std::uint32_t kDirectory = 0xFADE0C02;
constexpr std::uint32_t kRequirements = 0xFADE0C01;
constexpr std::uint32_t kCmsWrapper = 0xFADE0B01;
constexpr std::uint32_t kRequirementsSlot = 2;
constexpr std::uint32_t kCmsSlot = 0x10000;
constexpr std::uint32_t kDesignated = 3;
constexpr std::uint32_t kAdHocFlag = 2;
constexpr std::size_t kArchitecturesMax = 8;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kCdHashBytes = 20;

absl::Status Damaged(std::string_view why) {
  return RefusalStatus(UpdateRefusal::kMalformed, Concat("The program is damaged: ", why, "."));
}

absl::Status NotSigned(std::string_view why) {
  return RefusalStatus(UpdateRefusal::kBadSignature,
                       Concat("The program's code signature does not hold: ", why, "."));
}

std::string Sha256(std::string_view bytes) { return *BytesOfHex(Sha256Hex(bytes)); }

using Blobs = std::map<std::uint32_t, std::string_view>;

// A blob says its own length.
std::optional<std::string_view> BlobAt(std::string_view bytes, std::uint64_t at) {
  const auto length = at > bytes.size()
                          ? std::nullopt
                          : BigEndian<std::uint32_t>(bytes, static_cast<std::size_t>(at) + 4);
  if (!length || *length < 8) return std::nullopt;
  return Piece(bytes, at, *length);
}

std::optional<Blobs> IndexOf(std::string_view bytes, std::uint32_t magic) {
  const auto count = BigEndian<std::uint32_t>(bytes, 8);
  if (BigEndian<std::uint32_t>(bytes, 0) != magic || !count || *count > 64) return std::nullopt;
  Blobs blobs;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto slot = BigEndian<std::uint32_t>(bytes, 12 + 8 * i);
    const auto at = BigEndian<std::uint32_t>(bytes, 16 + 8 * i);
    if (!slot || !at) return std::nullopt;
    const auto blob = BlobAt(bytes, *at);
    if (!blob || !blobs.emplace(*slot, *blob).second) return std::nullopt;
  }
  return blobs;
}

std::string TextAt(std::string_view bytes, std::size_t at) {
  if (at >= bytes.size()) return "";
  const std::string_view rest = bytes.substr(at);
  const auto end = rest.find('\0');
  return std::string(end == std::string_view::npos ? "" : rest.substr(0, end));
}

struct Free {
  void operator()(CMS_ContentInfo* cms) const { CMS_ContentInfo_free(cms); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(STACK_OF(X509) * list) const { sk_X509_free(list); }
};
using Bio = std::unique_ptr<BIO, Free>;

Bio BioOf(std::string_view bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// Whether somebody with the certificate that it carries has signed `content`; the SHA-1 of that
// certificate. Who may sign is the requirement's affair, not that of a list of authorities.
absl::StatusOr<std::string> SignerOf(std::string_view der, std::string_view content) {
  const Bio in = BioOf(der);
  const std::unique_ptr<CMS_ContentInfo, Free> cms(d2i_CMS_bio(in.get(), nullptr));
  if (!cms) return NotSigned("it is not CMS");
  const Bio data = BioOf(content);
  // Before memory OpenSSL 3.0 puts a reader of its own, which it loses when the CMS names no digest
  // that it knows; this filter hides that it is memory.
  const Bio filter(BIO_new(BIO_f_null()));
  BIO_push(filter.get(), data.get());
  if (CMS_verify(cms.get(), nullptr, nullptr, filter.get(), nullptr,
                 CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY) != 1) {
    return NotSigned("it is over another program");
  }
  const std::unique_ptr<STACK_OF(X509), Free> signers(CMS_get0_signers(cms.get()));
  if (!signers || sk_X509_num(signers.get()) != 1) return NotSigned("it has no one signer");
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (X509_digest(sk_X509_value(signers.get(), 0), EVP_sha1(), hash, &length) != 1) {
    return NotSigned("its certificate cannot be read");
  }
  return HexOf({reinterpret_cast<const char*>(hash), length});
}

// One architecture of a program, up to its signature, and the signature.
struct Slice {
  std::string_view code;
  std::string_view signature;
};

absl::StatusOr<Slice> SliceOf(std::string_view program) {
  const auto count = LittleEndian<std::uint32_t>(program, 16);
  if (LittleEndian<std::uint32_t>(program, 0) != kProgram64 || !count || *count > 10'000) {
    return Damaged("it is not Mach-O with 64 bits");
  }
  std::size_t at = 32;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto command = LittleEndian<std::uint32_t>(program, at);
    const auto size = LittleEndian<std::uint32_t>(program, at + 4);
    if (!command || !size || *size < 8 || *size > program.size() - at) {
      return Damaged("its commands are cut short");
    }
    if (*command == kSignatureCommand) {
      const auto begin = LittleEndian<std::uint32_t>(program, at + 8);
      const auto length = LittleEndian<std::uint32_t>(program, at + 12);
      const auto signature =
          begin && length ? Piece(program, *begin, *length) : std::optional<std::string_view>();
      if (!signature) return Damaged("its signature is cut short");
      return Slice{program.substr(0, *begin), *signature};
    }
    at += *size;
  }
  return NotSigned("there is none");
}

absl::StatusOr<std::vector<Slice>> SlicesOf(std::string_view program) {
  std::vector<Slice> slices;
  if (BigEndian<std::uint32_t>(program, 0) != kUniversal) {
    NEXY_ASSIGN_OR_RETURN(slices.emplace_back(), SliceOf(program));
    return slices;
  }
  const auto count = BigEndian<std::uint32_t>(program, 4);
  if (!count || *count == 0 || *count > kArchitecturesMax) return Damaged("it is no program");
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto at = BigEndian<std::uint32_t>(program, 8 + 20 * i + 8);
    const auto length = BigEndian<std::uint32_t>(program, 8 + 20 * i + 12);
    const auto slice =
        at && length ? Piece(program, *at, *length) : std::optional<std::string_view>();
    if (!slice) return Damaged("an architecture is cut short");
    NEXY_ASSIGN_OR_RETURN(slices.emplace_back(), SliceOf(*slice));
  }
  return slices;
}

// The code directory of a slice, with what it lists.
class Directory {
 public:
  explicit Directory(std::string_view bytes) : bytes_(bytes) {}

  absl::Status Check(std::string_view code) const {
    if (bytes_.size() < 52 || Number(0) != kDirectory) return Damaged("it has no code directory");
    if (Byte(36) != kHashBytes || Byte(37) != 2) return NotSigned("its hashes are not SHA-256");
    if (Number(8) >= 0x20100 && Number(44) != 0) return NotSigned("it leaves gaps");
    if ((Number(12) & kAdHocFlag) != 0) {
      return NotSigned("it is ad hoc, and macOS would forget the granted permissions");
    }
    const std::uint32_t special = Number(24);
    const std::uint32_t pages = Number(28);
    const std::uint32_t shift = Byte(39);
    const std::uint64_t hashes = Number(16);
    if (special > 64 || shift < 12 || shift > 20 || hashes < std::uint64_t{special} * kHashBytes ||
        !Piece(bytes_, hashes, std::uint64_t{pages} * kHashBytes)) {
      return Damaged("its code directory is cut short");
    }
    const std::uint64_t page = std::uint64_t{1} << shift;
    // All of the program up to the signature, and nothing else.
    if (Number(32) != code.size() || pages != (code.size() + page - 1) / page) {
      return NotSigned("it is not over the whole program");
    }
    for (std::uint32_t i = 0; i < pages; ++i) {
      const std::string_view bytes =
          code.substr(static_cast<std::size_t>(i * page), static_cast<std::size_t>(page));
      if (Sha256(bytes) !=
          bytes_.substr(static_cast<std::size_t>(hashes) + i * kHashBytes, kHashBytes)) {
        return NotSigned("a page of the program is another one");
      }
    }
    return absl::OkStatus();
  }

  // The hash of what is sealed under that number; empty: nothing is.
  std::string Sealed(std::uint32_t slot) const {
    if (slot > Number(24)) return "";
    std::string hash(bytes_.substr(Number(16) - slot * kHashBytes, kHashBytes));
    return hash == std::string(kHashBytes, '\0') ? "" : hash;
  }
  std::string identifier() const { return TextAt(bytes_, Number(20)); }
  std::string team() const {
    const bool has = Number(8) >= 0x20200 && Number(48) != 0;
    return has ? TextAt(bytes_, Number(48)) : "";
  }

 private:
  std::uint32_t Number(std::size_t at) const {
    return BigEndian<std::uint32_t>(bytes_, at).value_or(0);
  }
  std::uint32_t Byte(std::size_t at) const { return static_cast<std::uint8_t>(bytes_[at]); }

  const std::string_view bytes_;
};

absl::StatusOr<std::string> DesignatedIn(std::string_view requirements) {
  const auto list = IndexOf(requirements, kRequirements);
  const auto found = list ? list->find(kDesignated) : Blobs::const_iterator();
  if (!list || found == list->end()) return NotSigned("it has no designated requirement");
  return RequirementText(found->second);
}

absl::StatusOr<CodeSignature> SignatureOf(const Slice& slice) {
  const auto blobs = IndexOf(slice.signature, kSuperblob);
  if (!blobs) return Damaged("its signature cannot be read");
  const auto blob = [&blobs](std::uint32_t slot) {
    const auto found = blobs->find(slot);
    return found == blobs->end() ? std::string_view() : found->second;
  };
  const Directory directory(blob(0));
  NEXY_RETURN_IF_ERROR(directory.Check(slice.code));
  const std::string_view requirements = blob(kRequirementsSlot);
  if (requirements.empty() || Sha256(requirements) != directory.Sealed(kRequirementsSlot)) {
    return NotSigned("its requirements are not sealed");
  }
  const std::string_view cms = blob(kCmsSlot);
  if (cms.size() <= 8 || BigEndian<std::uint32_t>(cms, 0) != kCmsWrapper) {
    return NotSigned("nobody has signed it");
  }
  CodeSignature signature;
  NEXY_ASSIGN_OR_RETURN(signature.leaf_sha1, SignerOf(cms.substr(8), blob(0)));
  NEXY_ASSIGN_OR_RETURN(signature.requirement, DesignatedIn(requirements));
  signature.identifier = directory.identifier();
  signature.team = directory.team();
  signature.cdhash = HexOf(Sha256(blob(0)).substr(0, kCdHashBytes));
  signature.property_list_hash = directory.Sealed(1);
  signature.resources_hash = directory.Sealed(3);
  return signature;
}

}  // namespace

absl::StatusOr<std::vector<CodeSignature>> ReadCodeSignatures(std::string_view program) {
  NEXY_ASSIGN_OR_RETURN(const std::vector<Slice> slices, SlicesOf(program));
  std::vector<CodeSignature> signatures;
  for (const Slice& slice : slices) {
    NEXY_ASSIGN_OR_RETURN(signatures.emplace_back(), SignatureOf(slice));
  }
  return signatures;
}

}  // namespace nexy
