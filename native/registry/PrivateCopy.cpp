#include "PrivateCopy.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

namespace workbook::registry {
namespace {

namespace fs = std::filesystem;

char const kPREFIX[] = "workbook-plugins-";

//! Folders are called workbook-plugins-PID-XXXXXX.
void removeFoldersOfDeadProcesses(fs::path const& parent) {
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator(parent, ignored)) {
        std::string const name = entry.path().filename().string();
        if (name.rfind(kPREFIX, 0) != 0) {
            continue;
        }
        long const pid = std::strtol(name.c_str() + sizeof(kPREFIX) - 1, nullptr, 10);
        if (pid > 0 && kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

//! Where libraries may be loaded from: the temporary folder, or, where that is mounted noexec, the original's
//! own.
fs::path loadableFolder(fs::path const& original) {
    fs::path const temporary = fs::temp_directory_path();
    struct statvfs mount{};
    bool const noExec = statvfs(temporary.c_str(), &mount) == 0 && (mount.f_flag & ST_NOEXEC) != 0;
    return noExec ? fs::absolute(original).parent_path() : temporary;
}

//! One a process; a forked child makes its own.
class TemporaryFolder {
public:
    ~TemporaryFolder() {
        if (mOwner == getpid()) {
            std::error_code ignored;
            fs::remove_all(mPath, ignored);
        }
    }

    fs::path nextSubfolder(fs::path const& original) {
        std::lock_guard<std::mutex> const lock(mMutex);
        if (mOwner != getpid()) {
            create(loadableFolder(original));
        }
        fs::path const folder = mPath / std::to_string(mCount++);
        fs::create_directory(folder);
        return folder;
    }

private:
    void create(fs::path const& parent) {
        removeFoldersOfDeadProcesses(parent);
        std::string pattern = (parent / kPREFIX).string() + std::to_string(getpid()) + "-XXXXXX";
        if (mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("cannot create a temporary folder in " + parent.string());
        }
        mPath = pattern;
        mOwner = getpid();
        mCount = 0;
    }

    std::mutex mMutex;
    fs::path mPath;
    pid_t mOwner{0};
    int mCount{0};
};

TemporaryFolder& temporaryFolder() {
    static TemporaryFolder folder;
    return folder;
}

bool isSharedLibrary(fs::path const& path) {
    return path.filename().string().find(".so") != std::string::npos;
}

} // namespace

PrivateCopy::PrivateCopy(std::string const& path) : mOriginal(path) {
    std::error_code error;
    // The dynamic linker searches for a bare name itself; a path is copied.
    if (!fs::exists(path, error)) {
        throw std::runtime_error(path + ": cannot open shared object file: No such file or directory");
    }
    if (!fs::is_regular_file(path, error)) {
        throw std::runtime_error(path + ": not a regular file");
    }
    try {
        fs::path const copy = temporaryFolder().nextSubfolder(path) / fs::path(path).filename();
        fs::copy_file(path, copy);
        // For those who look at a crash: where the library really is.
        fs::create_directory_symlink(fs::absolute(path).parent_path(), copy.parent_path() / "origin");
        mFile = copy.string();
    } catch (fs::filesystem_error const& failure) {
        throw std::runtime_error(path +
                                 ": cannot copy it to the temporary folder: " + failure.code().message());
    }
}

bool PrivateCopy::linkNeighbours() const {
    bool any = false;
    std::error_code error;
    fs::path const folder = fs::path(mFile).parent_path();
    for (auto const& entry : fs::directory_iterator(fs::absolute(mOriginal).parent_path(), error)) {
        fs::path const link = folder / entry.path().filename();
        if (isSharedLibrary(entry.path()) && !fs::exists(fs::symlink_status(link, error))) {
            fs::create_symlink(entry.path(), link, error);
            any = any || !error;
        }
    }
    return any;
}

} // namespace workbook::registry
