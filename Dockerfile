# syntax=docker/dockerfile:1
#
# docker build --target api       -t seq2seqservice .             the service, with the models of this repository inside
# docker build --target api-torch -t seq2seqservice-torch .       the service with libtorch, for a GPU
# docker build --target training  -t seq2seqservice-training .    the training worker
#
# Without Docker and a registry: docker/build-local.sh. What an image must hold to: docker/check-hardening.sh.
# Another registry or a pinned digest: --build-arg SDK_IMAGE=… --build-arg API_IMAGE=… --build-arg TRAINING_IMAGE=…

ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG API_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
ARG TRAINING_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble

# What decides the packages, and nothing else: this layer and the restores behind it change only when a package does.
FROM ${SDK_IMAGE} AS projects
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI=true
COPY .editorconfig global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Core/Core.csproj src/Core/packages.lock.json src/Core/
COPY src/Torch/Torch.csproj src/Torch/TorchProvider.props src/Torch/TorchProvider.targets src/Torch/packages.lock.json src/Torch/
COPY src/Networks/Networks.csproj src/Networks/packages.lock.json src/Networks/
COPY src/Inference/Inference.csproj src/Inference/packages.lock.json src/Inference/
COPY src/Training/Training.csproj src/Training/packages.lock.json src/Training/
COPY src/Api/Api.csproj src/Api/packages.lock.json src/Api/

# The service needs no native library: it computes in managed code.
FROM projects AS api-build
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked dotnet restore src/Api --locked-mode
COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked dotnet publish src/Api -c Release --no-restore -o /app
COPY models /store/models
RUN mkdir /store/data

FROM ${API_IMAGE} AS api
LABEL org.opencontainers.image.title="Seq2SeqService" \
      org.opencontainers.image.description="Translates text over HTTP with models of its own training worker"
# Two arenas: whichever thread compiles, the memory is taken from the same place and does not grow (docs/decisions/0056-arenas.md).
ENV ASPNETCORE_HTTP_PORTS=5080 \
    Inference__ModelsDirectory=/models \
    Api__Glossaries__Directory=/data \
    DOTNET_EnableDiagnostics=0 \
    MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=api-build /app .
# From a stage, so that /models and /data themselves belong to the user too: the training worker publishes into the one by way of the shared volume,
# and glossaries are kept in the other.
COPY --from=api-build --chown=$APP_UID:$APP_UID /store/ /
USER $APP_UID
EXPOSE 5080
ENTRYPOINT ["/app/Seq2SeqService.Api"]

# The same service over libtorch, which Inference:Engine=torch computes with. It wants a system with more in it than the service alone.
FROM projects AS api-torch-build
ARG TORCH_PROVIDER=package
ARG TORCH_DEVICE=cuda
RUN if [ "$TORCH_PROVIDER" = own ]; then \
      apt-get update && apt-get install -y --no-install-recommends libtorch-dev cmake g++ make && rm -rf /var/lib/apt/lists/*; \
    fi
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked \
    if [ "$TORCH_PROVIDER" = own ]; then dotnet restore src/Api --locked-mode; \
    else rm -f src/*/packages.lock.json && dotnet restore src/Api -p:TorchProvider=$TORCH_PROVIDER -p:TorchDevice=$TORCH_DEVICE; fi
COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked \
    dotnet publish src/Api -c Release --no-restore -o /app -p:TorchProvider=$TORCH_PROVIDER -p:TorchDevice=$TORCH_DEVICE
COPY models /store/models
RUN mkdir /store/data

FROM ${TRAINING_IMAGE} AS api-torch
ARG TORCH_PROVIDER=package
LABEL org.opencontainers.image.title="Seq2SeqService over libtorch" \
      org.opencontainers.image.description="Translates text over HTTP with models of its own training worker, on a GPU where there is one"
RUN if [ "$TORCH_PROVIDER" = own ]; then \
      apt-get update && apt-get install -y --no-install-recommends libtorch-dev libopenblas0-pthread && rm -rf /var/lib/apt/lists/*; \
    fi
ENV ASPNETCORE_HTTP_PORTS=5080 \
    Inference__Engine=torch \
    Inference__ModelsDirectory=/models \
    Api__Glossaries__Directory=/data \
    DOTNET_EnableDiagnostics=0
WORKDIR /app
COPY --from=api-torch-build /app .
COPY --from=api-torch-build --chown=$APP_UID:$APP_UID /store/ /
USER $APP_UID
EXPOSE 5080
ENTRYPOINT ["/app/Seq2SeqService.Api"]

# TORCH_PROVIDER=package brings libtorch with the official TorchSharp packages (TORCH_DEVICE cpu or cuda);
# TORCH_PROVIDER=own builds the shim over the distribution's libtorch (CPU).
# The lock files describe TORCH_PROVIDER=own; the official packages are pinned in Directory.Packages.props.
FROM projects AS training-build
ARG TORCH_PROVIDER=package
ARG TORCH_DEVICE=cpu
RUN if [ "$TORCH_PROVIDER" = own ]; then \
      apt-get update && apt-get install -y --no-install-recommends libtorch-dev libgloo-dev cmake g++ make && rm -rf /var/lib/apt/lists/*; \
    fi
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked \
    if [ "$TORCH_PROVIDER" = own ]; then dotnet restore src/Training --locked-mode; \
    else rm -f src/*/packages.lock.json && dotnet restore src/Training -p:TorchProvider=$TORCH_PROVIDER -p:TorchDevice=$TORCH_DEVICE; fi
COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked \
    dotnet publish src/Training -c Release --no-restore -o /app -p:TorchProvider=$TORCH_PROVIDER -p:TorchDevice=$TORCH_DEVICE

FROM ${TRAINING_IMAGE} AS training
ARG TORCH_PROVIDER=package
LABEL org.opencontainers.image.title="Seq2SeqService training" \
      org.opencontainers.image.description="Trains sequence-to-sequence models and publishes them for Seq2SeqService"
RUN if [ "$TORCH_PROVIDER" = own ]; then \
      apt-get update && apt-get install -y --no-install-recommends libtorch-dev libopenblas0-pthread && rm -rf /var/lib/apt/lists/*; \
    fi \
    && mkdir -p /models /training/runs /training/queue && chown $APP_UID:$APP_UID /models /training /training/runs /training/queue
ENV DOTNET_EnableDiagnostics=0
COPY --from=training-build /app /app
USER $APP_UID
# Recipes name data and runs relative to this directory.
WORKDIR /training
ENTRYPOINT ["/app/Seq2SeqService.Training"]
CMD ["--help"]
