#include "mac_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/strings.h"
#include "update/signing_key.h"

namespace nexy {
namespace {

std::string Big32(std::uint64_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}
std::string Big64(std::uint64_t value) { return Big32(value >> 32) + Big32(value); }
std::string Little32(std::uint32_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}
std::string Raw256(const std::string& bytes) { return *BytesOfHex(Sha256Hex(bytes)); }

// Blob, superblob and requirement: a magic number, a length, and so on.
std::string Blob(std::uint32_t magic, const std::string& content) {
  return Big32(magic) + Big32(content.size() + 8) + content;
}
std::string Index(std::uint32_t magic, const std::map<std::uint32_t, std::string>& blobs) {
  std::string index = Big32(blobs.size()), rest;
  const std::size_t head = 12 + 8 * blobs.size();
  for (const auto& [slot, blob] : blobs) {
    index += Big32(slot) + Big32(head + rest.size());
    rest += blob;
  }
  return Blob(magic, index + rest);
}
std::string Data(const std::string& bytes) {
  std::string data = Big32(bytes.size()) + bytes;
  data.resize((data.size() + 3) / 4 * 4, '\0');
  return data;
}

std::uint32_t Crc(std::uint32_t crc, const std::string& bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}
std::string CrcField(std::uint32_t crc) {
  std::string field = Big32(2) + Big32(32) + Big32(crc);
  field.resize(136, '\0');
  return field;
}
std::string Deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  packed.resize(size);
  return packed;
}

std::string Archived(const std::map<std::string, std::string>& files, void (*format)(archive*)) {
  std::size_t room = 1 << 20;
  for (const auto& [path, bytes] : files) room += 2 * bytes.size();
  std::string out(room, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  format(writer);
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [path, bytes] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, path.find("/MacOS/") != std::string::npos ? 0755 : 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK) << archive_error_string(writer);
    archive_write_data(writer, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  EXPECT_EQ(archive_write_close(writer), ARCHIVE_OK) << archive_error_string(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

std::string PropertyList(const std::string& body) {
  return Concat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">", body,
                "</plist>\n");
}

}  // namespace

struct MacSigner::Parts {
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
};

MacSigner::MacSigner() : parts_(new Parts) {
  parts_->key = EVP_EC_gen("P-256");
  X509* certificate = parts_->certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
  X509_set_pubkey(certificate, parts_->key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("Nexy tests"), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  X509_sign(certificate, parts_->key, EVP_sha256());
}

MacSigner::~MacSigner() {
  X509_free(parts_->certificate);
  EVP_PKEY_free(parts_->key);
  delete parts_;
}

std::string MacSigner::leaf_sha1() const {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  X509_digest(parts_->certificate, EVP_sha1(), hash, &length);
  return HexOf({reinterpret_cast<const char*>(hash), length});
}

std::string MacSigner::Requirement(const std::string& identifier) const {
  return Concat("identifier \"", identifier, "\" and certificate leaf = H\"", leaf_sha1(), "\"");
}

std::string MacSigner::Cms(const std::string& content) const {
  BIO* in = BIO_new_mem_buf(content.data(), static_cast<int>(content.size()));
  CMS_ContentInfo* cms =
      CMS_sign(parts_->certificate, parts_->key, nullptr, in, CMS_BINARY | CMS_DETACHED);
  unsigned char* der = nullptr;
  const int length = i2d_CMS_ContentInfo(cms, &der);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  CMS_ContentInfo_free(cms);
  BIO_free(in);
  return bytes;
}

std::string MacSigner::Slice(const MacProgram& program, const std::string& info,
                             const std::string& resources, std::uint32_t cpu) const {
  constexpr std::uint32_t kCode = 3 * 4096 + 100;
  constexpr std::uint32_t kRoom = 8192;
  std::string code = Little32(0xFEEDFACF) + Little32(cpu) + Little32(0) + Little32(2) +
                     Little32(1) + Little32(16) + Little32(0) + Little32(0);
  code += Little32(0x1D) + Little32(16) + Little32(kCode) + Little32(kRoom);
  code.resize(kCode, 'c');
  const std::string expression = Big32(6) + Big32(2) + Data(program.identifier) + Big32(4) +
                                 Big32(0) + Data(*BytesOfHex(leaf_sha1()));
  const std::string requirements =
      Index(0xFADE0C01, {{3, Blob(0xFADE0C00, Big32(1) + expression)}});
  // The code directory: head, identifier, special hashes (-3 to -1), hashes of the pages.
  const std::string name = program.identifier + std::string(1, '\0');
  const std::size_t hashes = 52 + name.size() + 3 * 32;
  std::string body = Big32(0x20200) + Big32(program.ad_hoc ? 2 : 0) + Big32(hashes) + Big32(52) +
                     Big32(3) + Big32((kCode + 4095) / 4096) + Big32(kCode) +
                     std::string("\x20\x02\x00\x0C", 4) + Big32(0) + Big32(0) + Big32(0);
  body += name + Raw256(resources) + Raw256(requirements) + Raw256(info);
  for (std::size_t at = 0; at < kCode; at += 4096) body += Raw256(code.substr(at, 4096));
  const std::string directory = Blob(0xFADE0C02, body);
  std::map<std::uint32_t, std::string> blobs = {{0, directory}, {2, requirements}};
  if (!program.ad_hoc) blobs[0x10000] = Blob(0xFADE0B01, Cms(directory));
  std::string signature = Index(0xFADE0CC0, blobs);
  signature.resize(kRoom, '\0');
  return code + signature;
}

std::string MacSigner::Program(const MacProgram& program, const std::string& info,
                               const std::string& resources) const {
  const std::string arm = Slice(program, info, resources, 0x0100000C);
  if (!program.universal) return arm;
  const std::string intel = Slice(program, info, resources, 0x01000007);
  constexpr std::uint32_t kFirst = 16384;
  const std::uint32_t second = 65536;
  std::string fat = Big32(0xCAFEBABE) + Big32(2);
  fat += Big32(0x0100000C) + Big32(0) + Big32(kFirst) + Big32(arm.size()) + Big32(14);
  fat += Big32(0x01000007) + Big32(3) + Big32(second) + Big32(intel.size()) + Big32(14);
  fat.resize(kFirst, '\0');
  fat += arm;
  fat.resize(second, '\0');
  return fat + intel;
}

std::map<std::string, std::string> MacSigner::Bundle(const MacProgram& program) const {
  const std::string facts = Concat(
      R"({"app_id":")", program.identifier, R"(","channel":"beta","build":)", program.build,
      R"(,"version":")", program.version, R"(","archive_key":")", program.archive_key, "\"}");
  const std::string info =
      PropertyList(Concat("<dict><key>CFBundleIdentifier</key><string>", program.identifier,
                          "</string><key>CFBundleVersion</key><string>", program.version,
                          "</string><key>CFBundleExecutable</key><string>nexy</string></dict>"));
  const auto seal = [](const std::string& name, const std::string& bytes) {
    return Concat("<key>Resources/", name, "</key><dict><key>hash2</key><data>",
                  Base64Of(Raw256(bytes)), "</data></dict>");
  };
  const std::string resources =
      PropertyList(Concat("<dict><key>files2</key><dict>", seal("release.json", facts),
                          seal("root.json", program.root_document), "</dict></dict>"));
  return {{"Nexy.app/Contents/Info.plist", info},
          {"Nexy.app/Contents/MacOS/nexy", Program(program, info, resources)},
          {"Nexy.app/Contents/Resources/release.json", facts},
          {"Nexy.app/Contents/Resources/root.json", program.root_document},
          {"Nexy.app/Contents/_CodeSignature/CodeResources", resources}};
}

std::string HfsVolumeOf(const std::map<std::string, std::string>& files) {
  std::string folder = testing::TempDir() + "/nexy-hfs-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return "";
  for (const auto& [path, bytes] : files) {
    const std::filesystem::path at = folder + "/tree/" + path;
    std::filesystem::create_directories(at.parent_path());
    std::ofstream(at, std::ios::binary) << bytes;
    const bool program = path.find("/MacOS/") != std::string::npos;
    std::filesystem::permissions(at, std::filesystem::perms(program ? 0755 : 0644));
  }
  const std::string image = folder + "/hybrid.iso";
  const int made = std::system(Concat("xorriso -as mkisofs -quiet -hfsplus -V NEXY -R -o ", image,
                                      " ", folder, "/tree >", folder, "/log 2>&1")
                                   .c_str());
  std::ifstream log(folder + "/log");
  EXPECT_EQ(made, 0) << std::string(std::istreambuf_iterator<char>(log), {});
  std::ifstream in(image, std::ios::binary);
  std::string hybrid(std::istreambuf_iterator<char>(in), {});
  std::filesystem::remove_all(folder);
  // The volume begins two sectors before its header, and is as long as that says.
  for (std::size_t at = 2048; at + 2048 < hybrid.size(); at += 512) {
    if (hybrid.compare(at, 4, std::string("H+\0\x04", 4)) != 0) continue;
    const auto number = [&](std::size_t offset) {
      std::uint64_t value = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(hybrid[at + offset + i]);
      }
      return value;
    };
    std::string volume = hybrid.substr(at - 1024, number(40) * number(44));
    volume.resize(number(40) * number(44), '\0');
    return volume;
  }
  ADD_FAILURE() << "xorriso has made no HFS+ volume";
  return "";
}

std::string DiskImageOf(const std::string& volume, ImageFlaw flaw) {
  constexpr std::size_t kRun = 2048 * 512;
  std::string padded = volume + std::string(kRun, '\0');  // So that there is a run to ignore.
  padded.resize((padded.size() + 511) / 512 * 512, '\0');
  std::string packed, runs;
  std::uint32_t crc = 0;
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < padded.size(); at += kRun) {
    const std::string piece = padded.substr(at, kRun);
    const bool empty = piece.find_first_not_of('\0') == std::string::npos;
    const std::string bytes = empty ? "" : Deflated(piece);
    if (!empty || flaw == ImageFlaw::kIgnoredCounted) crc = Crc(crc, piece);
    runs += Big32(empty ? 2 : 0x80000005) + Big32(0) + Big64(at / 512) +
            Big64((piece.size()) / 512) + Big64(packed.size()) + Big64(bytes.size());
    packed += bytes;
    ++count;
  }
  runs += Big32(0xFFFFFFFF) + Big32(0) + Big64(padded.size() / 512) + Big64(0) +
          Big64(packed.size()) + Big64(0);
  std::string mish = "mish" + Big32(1) + Big64(0) + Big64(padded.size() / 512) + Big64(0) +
                     Big32(2056) + Big32(0) + std::string(24, '\0') + CrcField(crc) +
                     Big32(count + 1) + runs;
  const std::uint32_t master = Crc(0, Big32(crc)) + (flaw == ImageFlaw::kWrongMaster ? 1 : 0);
  const std::string list = PropertyList(
      Concat("<dict><key>resource-fork</key><dict><key>blkx</key><array><dict>"
             "<key>Attributes</key><string>0x0050</string><key>Data</key><data>",
             Base64Of(mish),
             "</data><key>ID</key><string>0</string><key>Name</key><string>whole disk (Apple_HFS : "
             "0)</string></dict></array></dict></dict>"));
  std::string trailer = "koly" + Big32(4) + Big32(512) + Big32(1) + Big64(0) + Big64(0) +
                        Big64(packed.size()) + Big64(0) + Big64(0) + Big32(1) + Big32(1) +
                        std::string(16, 'i') + CrcField(Crc(0, packed)) + Big64(packed.size()) +
                        Big64(list.size()) + std::string(120, '\0') + CrcField(master) + Big32(1) +
                        Big64(padded.size() / 512);
  trailer.resize(512, '\0');
  if (flaw == ImageFlaw::kWrongByte) packed[packed.size() / 2] ^= 1;
  return packed + list + trailer;
}

std::string PackageOf(const std::map<std::string, std::string>& files,
                      const std::map<std::string, std::string>& more) {
  std::map<std::string, std::string> below;
  for (const auto& [path, bytes] : files) below["./Applications/" + path] = bytes;
  std::map<std::string, std::string> members = more;
  members["Distribution"] = "<installer-gui-script minSpecVersion=\"2\"/>";
  members["nexy.pkg/PackageInfo"] = "<pkg-info identifier=\"com.nexy.assistant.pkg\"/>";
  members["nexy.pkg/Payload"] = Archived(below, [](archive* writer) {
    archive_write_add_filter_gzip(writer);
    archive_write_set_format_cpio(writer);
  });
  return Archived(members, [](archive* writer) {
    archive_write_set_format_xar(writer);
    archive_write_set_options(writer, "compression=none,checksum=sha1,toc-checksum=sha1");
  });
}

}  // namespace nexy
