using static TorchSharp.torch;

namespace Distill.Libtorch;

/// <summary>Brings what was read to where a model computes.</summary>
internal static class DeviceTensors
{
    /// <summary>The same numbers on a device; the caller disposes them, also where they were there already.</summary>
    public static Tensor On(this Tensor tensor, Device device) =>
        tensor.device_type == device.type && tensor.device_index == device.index ? tensor.alias() : tensor.to(device);

    /// <summary>The same distributions on a device; the caller disposes them, also where they were there already.</summary>
    public static SoftTargets On(this SoftTargets targets, Device device) =>
        targets with { LogProbabilities = targets.LogProbabilities.On(device), Support = targets.Support?.On(device), Agreement = targets.Agreement?.On(device) };

    /// <summary>The same distributions in the computer's own memory, in the place of these, which are disposed where they lay elsewhere.</summary>
    public static SoftTargets ToCpu(this SoftTargets targets)
    {
        if (targets.LogProbabilities.IsOnCpu())
        {
            return targets;
        }

        using (targets)
        {
            return targets.On(CPU);
        }
    }
}
