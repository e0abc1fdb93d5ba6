using System.Runtime.InteropServices;
using System.Text;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>Writes a file so that after a crash it is there whole, as it was or as it is to be, and after the call as it is to be.</summary>
public static class DurableFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes bytes aside, puts them on disk, and puts them in place in one step.</summary>
    /// <param name="path">The file; what is there is replaced.</param>
    /// <param name="bytes">Its content.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Put(path, bytes);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Like <see cref="Write(string, ReadOnlySpan{byte})"/>, but leaves the folder to the caller, who puts it on disk once for many files.</summary>
    public static void Put(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        var aside = path + ".new";
        try
        {
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch (IOException)
        {
            // A full disk: what could not be written whole goes.
            TakeAway(aside);
            throw;
        }
    }

    /// <summary>Writes files that are not there yet, all or none; a secret one so that its owner alone can read it, from its first byte on.</summary>
    /// <param name="files">Path, content, and whether it is secret.</param>
    /// <exception cref="IOException">One is there already, or cannot be written; then none is there that was not.</exception>
    public static void WriteNew(params (string Path, string Text, bool IsSecret)[] files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var made = new List<string>();
        try
        {
            foreach (var (path, text, isSecret) in files)
            {
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
                if (isSecret && !OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                using var file = new FileStream(path + ".new", options);
                made.Add(path + ".new");
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            foreach (var (path, _, _) in files)
            {
                File.Move(path + ".new", path);
                made.Add(path);
            }
        }
        catch
        {
            made.ForEach(TakeAway);
            throw;
        }

        foreach (var folder in files.Select(f => Path.GetDirectoryName(Path.GetFullPath(f.Path))!).Distinct(StringComparer.Ordinal))
        {
            FlushFolder(folder);
        }
    }

    private static void TakeAway(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be taken away stays; the fault that led here is the one to tell.
        }
    }

    /// <summary>Writes a text as UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Reads bytes as UTF-8, strictly: a decoder that puts something in the place of what it does not understand would change what was signed.</summary>
    /// <exception cref="JournalFormatException">They are none.</exception>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new JournalFormatException("no UTF-8");
        }
    }

    /// <summary>Puts the names in a folder on disk: a rename is no more durable than its folder. Windows does that by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = NativeMethods.Open(Encoding.UTF8.GetBytes(folder + "\0"), 0);
        if (handle < 0)
        {
            throw new IOException($"{folder} cannot be opened to put it on disk");
        }

        // Some file systems know no such thing of a folder, and say that the request makes no sense.
        const int MakesNoSense = 22;
        var failed = NativeMethods.Flush(handle) != 0 && Marshal.GetLastPInvokeError() != MakesNoSense;
        _ = NativeMethods.Close(handle);
        if (failed)
        {
            throw new IOException($"{folder} cannot be put on disk");
        }
    }

    // The platform opens no folders, and only an open folder can be put on disk.
    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Flush(int handle);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int handle);
    }
}
