using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Tests.Data.Sets;

/// <summary>An origin that brings the given files, or fails with the given reason.</summary>
internal sealed class FakeOrigin(string place, string? failure, params (string Name, byte[] Bytes)[] files) : ISetOrigin
{
    public int Fetched { get; private set; }

    public string? Describe(CatalogueSet wanted) => place;

    public void Fetch(CatalogueSet wanted, string folder, string scratch, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        Fetched++;
        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        if (failure is not null)
        {
            throw new DistillException(failure);
        }
    }
}
