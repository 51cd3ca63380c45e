import path from 'node:path';
import { pythonEnv } from '../setup/python.mjs';
import { stateDir, venv } from '../setup/paths.mjs';

const own = path.join(stateDir, 'jupyter');
export const runtimeDir = path.join(own, 'runtime');

/** Keeps Jupyter inside the clone: it neither reads the user's configuration, kernels and extensions nor adds to them. */
export const jupyterEnv = {
  ...pythonEnv,
  JUPYTER_CONFIG_DIR: path.join(own, 'config'),
  JUPYTER_DATA_DIR: path.join(own, 'data'),
  JUPYTER_RUNTIME_DIR: runtimeDir,
  JUPYTERLAB_SETTINGS_DIR: path.join(own, 'settings'),
  JUPYTERLAB_WORKSPACES_DIR: path.join(own, 'workspaces'),
  JUPYTER_PATH: path.join(venv, 'share', 'jupyter'),
  JUPYTER_CONFIG_PATH: undefined,
  JUPYTER_NO_CONFIG: undefined,
  JUPYTER_TOKEN: undefined,
  JUPYTER_PREFER_ENV_PATH: '1',
  IPYTHONDIR: path.join(own, 'ipython'),
};
