using Distill.Diagnosis;
using Distill.Files;
using Distill.Jobs.Datasets;
using Distill.Jobs.Work;
using Distill.Onnx.Inference;
using Distill.Runs;

namespace Distill.Jobs.Diagnosis;

/// <summary>Finds out what this machine computes rightly, how fast, and where it keeps data.</summary>
internal static class DoctorJob
{
    private const string DataVariable = "DISTILL_DATA";

    /// <summary>Checks the machine, which takes some seconds.</summary>
    /// <param name="context">Told of checks done; its token stops between two checks.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DoctorOutcome Run(JobContext context)
    {
        var diagnosis = MachineDiagnosis.Run(context.Progress, context.CancellationToken);
        return new DoctorOutcome(
            MachineInfo.Current(), LibraryVersions.Current(), LibtorchFacts.Current(), LibtorchFacts.Threads, diagnosis.Checks, diagnosis.PeakGflops,
            OnnxRuntimeFacts.Current(), Folders(), diagnosis.Ok);
    }

    private static FolderFacts Folders()
    {
        var cache = CacheFolder.Default();
        var data = Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        return new FolderFacts(cache, IsWritable(cache), data, data is not null && Directory.Exists(data));
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var file = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
