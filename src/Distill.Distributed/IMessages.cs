namespace Distill.Distributed;

/// <summary>Messages between ranks. Two of them from one rank to another arrive in the order in which they were sent.</summary>
internal unsafe interface IMessages
{
    /// <summary>Begins to send memory, which stays as it is until <see cref="IsDone"/>.</summary>
    nint Send(void* memory, int length, int to);

    /// <summary>Begins to receive into memory, which nobody touches until <see cref="IsDone"/>.</summary>
    nint Receive(void* memory, int length, int from);

    /// <summary>Whether a message has been sent or received; moves all of them on.</summary>
    bool IsDone(ref nint request);
}
