using Distill.Diagnosis;
using Distill.Jobs.Datasets;
using Distill.Onnx.Inference;
using Distill.Runs;

namespace Distill.Jobs.Diagnosis;

/// <summary>What was found out about this machine.</summary>
/// <param name="Machine">System, processor, cores and memory.</param>
/// <param name="Versions">The software, libtorch's version among it.</param>
/// <param name="Libtorch">How libtorch computes here.</param>
/// <param name="Threads">Threads that libtorch computes with.</param>
/// <param name="Checks">Each kind of layer, compared with double precision.</param>
/// <param name="PeakGflops">The fastest products that were seen.</param>
/// <param name="OnnxRuntime">ONNX Runtime and what it computes with.</param>
/// <param name="Folders">Where data are looked for and kept.</param>
/// <param name="Ok">Whether all is right, or has a cure that is used without asking.</param>
internal sealed record DoctorOutcome(
    MachineInfo Machine,
    RunVersions Versions,
    LibtorchFacts Libtorch,
    int Threads,
    IReadOnlyList<LayerFinding> Checks,
    PeakRates PeakGflops,
    OnnxRuntimeFacts OnnxRuntime,
    FolderFacts Folders,
    bool Ok);
