using Distill.Objectives.Answers;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>What students say to each other of a batch.</summary>
internal static class PeerTargets
{
    /// <summary>The mean of the other students' distributions, without gradients.</summary>
    /// <param name="logits">Of each student, [batch, classes]; two or more.</param>
    /// <param name="student">Whose teachers the others are, from 0.</param>
    /// <param name="temperature">T.</param>
    /// <param name="withAgreement">Whether to say how much the others agree, two or more.</param>
    /// <returns>The caller disposes it.</returns>
    public static SoftTargets Of(IReadOnlyList<Tensor> logits, int student, double temperature, bool withAgreement)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] others = [.. logits.Where((_, number) => number != student).Select(answer => answer.detach().DividedBy(temperature).log_softmax(-1))];
        var mean = others is [var only] ? only : stack(others).logsumexp(0).Plus(-Math.Log(others.Length));
        var agreement = withAgreement ? MemberAgreement.Of(stack(others, 1), [.. others.Select(_ => 1.0 / others.Length)]) : null;
        return new SoftTargets(mean.MoveToOuterDisposeScope(), temperature) { Agreement = agreement?.MoveToOuterDisposeScope() };
    }
}
