namespace Proviso.Storage.Lists;

/// <summary>Which of some files and folders were there before a write, so that what it made and did not need can be taken away again.</summary>
internal sealed class Footprint(string folder, string snapshots, string lockFile)
{
    private readonly bool _hadFolder = Directory.Exists(folder);
    private readonly bool _hadSnapshots = Directory.Exists(snapshots);
    private readonly bool _hadLock = File.Exists(lockFile);

    /// <summary>Removes what was not there before and holds nothing. What cannot be removed stays: it is empty and in nobody's way.</summary>
    public void Undo()
    {
        try
        {
            if (!_hadLock)
            {
                File.Delete(lockFile);
            }

            if (!_hadSnapshots && Directory.Exists(snapshots))
            {
                Directory.Delete(snapshots);
            }

            if (!_hadFolder && Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
